import { Duration, type RemovalPolicy } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Stack } from "sst/constructs";

/** Who asked for what of the site, for 90 days: CloudFront's log and that of the bucket behind it. */
export function accessLogs(stack: Stack, removalPolicy: RemovalPolicy): Bucket {
  return new Bucket(stack, "AccessLogs", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(90) }],
    // CloudFront delivers its log with an ACL.
    objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    removalPolicy,
  });
}
