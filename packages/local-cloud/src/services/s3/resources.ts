import type { Clock, Place, ResourceHandler, ResourceRemover, ResourceRequest } from "../../service.ts";
import { requireBucketPolicy, requireNotPublic } from "./bucketPolicy.ts";
import type { Bucket, Buckets } from "./buckets.ts";
import type { Store } from "./store.ts";

interface ResourceDeps {
  buckets: Buckets;
  place: Place;
  clock: Clock;
}

/** Properties that change what a bucket does, and don't here. */
const without: Record<string, string> = {
  InventoryConfigurations: "makes no inventories",
  NotificationConfiguration: "notifies nobody",
  ReplicationConfiguration: "isn't replicated",
  WebsiteConfiguration: "serves no website",
};

/** AWS::S3::Bucket (Ref: its name) and AWS::S3::BucketPolicy. */
export function s3Resources({ buckets, place, clock }: ResourceDeps): Record<string, ResourceHandler> {
  return {
    "AWS::S3::Bucket": async (resource) => {
      const settings = settingsOf(resource, place);
      const existing = buckets.get(settings.id);
      // As CloudFormation does: a template that didn't change leaves alone what was changed by API.
      const kept = existing && existing.applied === settings.applied ? existing : settings;
      const creationDate = existing?.creationDate ?? clock.now().toISOString();
      buckets.save({ ...kept, creationDate, policy: existing?.policy });
      const { id, arn } = settings;
      return {
        ref: id,
        attributes: {
          Arn: arn,
          DomainName: `${id}.s3.amazonaws.com`,
          DualStackDomainName: `${id}.s3.dualstack.${place.region}.amazonaws.com`,
          RegionalDomainName: `${id}.s3.${place.region}.amazonaws.com`,
          WebsiteURL: `http://${id}.s3-website-${place.region}.amazonaws.com`,
        },
        warnings: Object.entries(without)
          .filter(([name]) => name in resource.properties)
          .map(
            ([name, what]) => `${resource.stackName}/${resource.logicalId}: the bucket ${what} (${name}).`,
          ),
      };
    },
    "AWS::S3::BucketPolicy": async ({ properties: { Bucket, PolicyDocument } }) => {
      const bucket = buckets.find(Bucket);
      requireBucketPolicy(Bucket, PolicyDocument);
      if (bucket.refusesPublicPolicies) requireNotPublic(bucket, PolicyDocument);
      buckets.save({ ...bucket, policy: PolicyDocument });
      return { ref: Bucket };
    },
  };
}

/** As CloudFormation does: a bucket that isn't empty can't be deleted, so it stays. */
export const s3Removers = (
  buckets: Buckets,
  store: Pick<Store, "keys">,
): Record<string, ResourceRemover> => ({
  async "AWS::S3::Bucket"({ physicalId }) {
    await using keys = store.keys(physicalId, "", "");
    if ((await keys.next()) === undefined) buckets.remove(physicalId);
  },
  async "AWS::S3::BucketPolicy"({ physicalId }) {
    const bucket = buckets.get(physicalId);
    if (bucket) buckets.save({ ...bucket, policy: undefined });
  },
});

function settingsOf(
  { properties, physicalId }: ResourceRequest,
  place: Place,
): Omit<Bucket, "creationDate" | "policy"> {
  const id = properties.BucketName ?? physicalId.slice(-63).replace(/^-/, "").toLowerCase();
  const { ObjectLockConfiguration, ObjectLockEnabled = ObjectLockConfiguration !== undefined } = properties;
  const retention = ObjectLockConfiguration?.Rule?.DefaultRetention;
  const rule = properties.BucketEncryption?.ServerSideEncryptionConfiguration?.[0];
  const encryption = rule?.ServerSideEncryptionByDefault;
  const ownership = properties.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "BucketOwnerEnforced";
  return {
    id,
    arn: `arn:${place.partition}:s3:::${id}`,
    // Object Lock doesn't go without versioning: S3 turns it on.
    versioning: ObjectLockEnabled ? "Enabled" : properties.VersioningConfiguration?.Status,
    objectLock: Boolean(ObjectLockEnabled),
    defaultRetention: retention && {
      mode: retention.Mode,
      days: retention.Days && Number(retention.Days),
      years: retention.Years && Number(retention.Years),
    },
    encryption: {
      algorithm: encryption?.SSEAlgorithm === "aws:kms" ? "aws:kms" : "AES256",
      keyId: encryption?.KMSMasterKeyID,
      bucketKey: rule?.BucketKeyEnabled === true,
    },
    // Since 2023 S3 blocks what is public unless it is told not to:
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    closedToPublic: isOn(properties.PublicAccessBlockConfiguration, "RestrictPublicBuckets"),
    refusesPublicPolicies: isOn(properties.PublicAccessBlockConfiguration, "BlockPublicPolicy"),
    ownerEnforced: ownership === "BucketOwnerEnforced",
    tags: Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }: Tag) => [Key, Value])),
    applied: JSON.stringify(properties),
  };
}

const isOn = (block: Record<string, unknown> | undefined, setting: string): boolean =>
  String(block ? (block[setting] ?? false) : true) === "true";

interface Tag {
  Key: string;
  Value: string;
}
