import { AwsError } from "../../errors.ts";
import type { Place, ResourceHandler, ResourceRemover, ResourceRequest } from "../../service.ts";
import { stableUuid } from "../../stableId.ts";
import { requireKeyPolicy } from "./keyPolicy.ts";
import { defaultPolicy, type Keys, type NewKey } from "./keys.ts";

/** AWS::KMS::Key (Ref: the key's id) and AWS::KMS::Alias (Ref: the alias's name). */
export function kmsResources(keys: Keys, place: Place): Record<string, ResourceHandler> {
  return {
    "AWS::KMS::Key": async (resource) => {
      const key = newKey(resource, place);
      const existing = keys.get(key.id);
      // As CloudFormation does: a template that didn't change leaves alone what was changed by API.
      if (!existing) keys.create(key);
      else if (existing.applied !== key.applied) keys.save({ ...existing, ...key });
      const { id, arn } = keys.resolve(key.id);
      return { ref: id, attributes: { Arn: arn, KeyId: id } };
    },
    "AWS::KMS::Alias": async ({ properties: { AliasName, TargetKeyId } }) => {
      keys.setAlias(AliasName, keys.resolve(TargetKeyId).id);
      return { ref: AliasName };
    },
  };
}

/** A key that is taken out of the stacks stays: what it encrypted must still open. */
export const kmsRemovers = (keys: Keys): Record<string, ResourceRemover> => ({
  "AWS::KMS::Alias": async ({ physicalId }) => keys.removeAlias(physicalId),
});

function newKey({ stackName, logicalId, properties }: ResourceRequest, place: Place): NewKey {
  const { KeySpec = "SYMMETRIC_DEFAULT", KeyUsage = "ENCRYPT_DECRYPT" } = properties;
  if (KeySpec !== "SYMMETRIC_DEFAULT" || KeyUsage !== "ENCRYPT_DECRYPT") {
    throw new AwsError(
      "UnsupportedOperationException",
      `${logicalId}: the local cloud's KMS has symmetric keys for encryption only, not ${KeySpec} for ${KeyUsage}.`,
    );
  }
  const { KeyPolicy } = properties;
  const id = stableUuid(`${stackName}/${logicalId}`);
  if (KeyPolicy !== undefined)
    requireKeyPolicy(KeyPolicy, {
      arn: `arn:${place.partition}:kms:${place.region}:${place.accountId}:key/${id}`,
      place,
      bypassSafetyCheck: properties.BypassPolicyLockoutSafetyCheck === true,
    });
  return {
    id,
    description: properties.Description ?? "",
    enabled: properties.Enabled ?? true,
    manager: "CUSTOMER",
    rotationPeriodInDays: properties.EnableKeyRotation ? (properties.RotationPeriodInDays ?? 365) : undefined,
    multiRegion: properties.MultiRegion ?? false,
    policy: KeyPolicy === undefined ? defaultPolicy(place) : JSON.stringify(KeyPolicy),
    tags: Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }: Tag) => [Key, Value])),
    applied: JSON.stringify(properties),
  };
}

interface Tag {
  Key: string;
  Value: string;
}
