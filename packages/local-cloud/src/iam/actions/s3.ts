import type { Input, Mapping, Permission } from "./mapping.ts";

// Operations whose permission has another name.
const ACTIONS: Record<string, string[]> = {
  CompleteMultipartUpload: ["PutObject"],
  CopyObject: ["PutObject"],
  CreateMultipartUpload: ["PutObject"],
  // Each object of it is asked for by itself.
  DeleteObjects: [],
  GetBucketEncryption: ["GetEncryptionConfiguration"],
  GetObjectLockConfiguration: ["GetBucketObjectLockConfiguration"],
  HeadBucket: ["ListBucket"],
  HeadObject: ["GetObject"],
  ListBuckets: ["ListAllMyBuckets"],
  ListMultipartUploads: ["ListBucketMultipartUploads"],
  ListObjects: ["ListBucket"],
  ListObjectsV2: ["ListBucket"],
  ListObjectVersions: ["ListBucketVersions"],
  ListParts: ["ListMultipartUploadParts"],
  UploadPart: ["PutObject"],
  UploadPartCopy: ["PutObject"],
};
// Where a version is named, its permission is one of its own.
const OF_VERSION: Record<string, string> = {
  DeleteObject: "DeleteObjectVersion",
  DeleteObjectTagging: "DeleteObjectVersionTagging",
  GetObject: "GetObjectVersion",
  GetObjectTagging: "GetObjectVersionTagging",
  PutObjectTagging: "PutObjectVersionTagging",
};
// What an upload brings along is allowed by itself.
const ALONG: Record<string, string> = {
  Retention: "PutObjectRetention",
  LegalHold: "PutObjectLegalHold",
  Tagging: "PutObjectTagging",
  Acl: "PutObjectAcl",
};

/**
 * `{ Bucket, Key, VersionId }`, and what an upload brings along: Retention, LegalHold, Tagging, Acl.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export const s3: Mapping = (operation, input, place): Permission[] => {
  const resource = resourceOf(input, place.partition);
  const actions = (ACTIONS[operation] ?? [operation]).map((action) =>
    input.VersionId === undefined ? action : (OF_VERSION[action] ?? action),
  );
  const along = Object.entries(ALONG).flatMap(([member, action]) =>
    input[member] === undefined ? [] : [action],
  );
  return [...actions, ...along].map((action) => ({ action: `s3:${action}`, resource }));
};

function resourceOf({ Bucket, Key }: Input, partition: string): string {
  if (Bucket === undefined) return "*";
  return `arn:${partition}:s3:::${Bucket}${Key === undefined ? "" : `/${Key}`}`;
}
