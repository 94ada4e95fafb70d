import * as v from "valibot";
import { s3Error } from "../errors.ts";
import { bucketOperation } from "../operation.ts";
import { receiveDocument } from "../receive.ts";
import { answer, parseXml } from "../xml.ts";

const xml = (name: string, value: object | string) => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body: answer(name, value),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket = bucketOperation({
  method: "HEAD",
  run: ({ place, bucket }) => ({
    status: 200,
    headers: { "x-amz-bucket-region": place.region, "x-amz-bucket-arn": bucket.arn },
  }),
});

/** Empty for us-east-1: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export const getBucketLocation = bucketOperation({
  method: "GET",
  query: ["location"],
  run: ({ place }) => xml("LocationConstraint", place.region === "us-east-1" ? "" : place.region),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const getBucketVersioning = bucketOperation({
  method: "GET",
  query: ["versioning"],
  run: ({ bucket }) => xml("VersioningConfiguration", { Status: bucket.versioning }),
});

const versioning = v.object({
  Status: v.picklist(["Enabled", "Suspended"]),
  MfaDelete: v.optional(v.literal("Disabled")),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html */
export const putBucketVersioning = bucketOperation({
  method: "PUT",
  query: ["versioning"],
  async run({ request, buckets, bucket }) {
    const body = await receiveDocument(request, 1024 ** 2);
    const { Status } = parseXml(body, "VersioningConfiguration", versioning);
    if (bucket.objectLock && Status !== "Enabled")
      throw s3Error(
        "InvalidBucketState",
        "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
      );
    buckets.save({ ...bucket, versioning: Status });
    return { status: 200 };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html */
export const getObjectLockConfiguration = bucketOperation({
  method: "GET",
  query: ["object-lock"],
  run({ bucket }) {
    if (!bucket.objectLock)
      throw s3Error(
        "ObjectLockConfigurationNotFoundError",
        "Object Lock configuration does not exist for this bucket",
        { BucketName: bucket.id },
      );
    const { mode, days, years } = bucket.defaultRetention ?? {};
    return xml("ObjectLockConfiguration", {
      ObjectLockEnabled: "Enabled",
      Rule: mode && { DefaultRetention: { Mode: mode, Days: days, Years: years } },
    });
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html */
export const getBucketEncryption = bucketOperation({
  method: "GET",
  query: ["encryption"],
  run({ bucket: { encryption } }) {
    return xml("ServerSideEncryptionConfiguration", {
      Rule: {
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: encryption.algorithm,
          KMSMasterKeyID: encryption.keyId,
        },
        BucketKeyEnabled: encryption.bucketKey,
      },
    });
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export const getBucketPolicy = bucketOperation({
  method: "GET",
  query: ["policy"],
  run({ bucket: { id, policy } }) {
    if (!policy) throw s3Error("NoSuchBucketPolicy", "The bucket policy does not exist", { BucketName: id });
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      body: typeof policy === "string" ? policy : JSON.stringify(policy),
    };
  },
});
