/**
 * Sub-resources of S3's API that nothing here answers, by what they are called in its operations' names.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export const unsupported: Record<"bucket" | "object", Record<string, string>> = {
  bucket: {
    abac: "BucketAbac",
    accelerate: "BucketAccelerateConfiguration",
    acl: "BucketAcl",
    analytics: "BucketAnalyticsConfiguration",
    cors: "BucketCors",
    encryption: "BucketEncryption",
    "intelligent-tiering": "BucketIntelligentTieringConfiguration",
    inventory: "BucketInventoryConfiguration",
    lifecycle: "BucketLifecycleConfiguration",
    logging: "BucketLogging",
    metadataConfiguration: "BucketMetadataConfiguration",
    metadataTable: "BucketMetadataTableConfiguration",
    metrics: "BucketMetricsConfiguration",
    notification: "BucketNotificationConfiguration",
    "object-lock": "ObjectLockConfiguration",
    ownershipControls: "BucketOwnershipControls",
    policy: "BucketPolicy",
    policyStatus: "BucketPolicyStatus",
    publicAccessBlock: "PublicAccessBlock",
    replication: "BucketReplication",
    requestPayment: "BucketRequestPayment",
    session: "Session",
    tagging: "BucketTagging",
    website: "BucketWebsite",
  },
  object: {
    acl: "ObjectAcl",
    attributes: "ObjectAttributes",
    encryption: "ObjectEncryption",
    renameObject: "RenameObject",
    restore: "RestoreObject",
    select: "SelectObjectContent",
    torrent: "ObjectTorrent",
  },
};
