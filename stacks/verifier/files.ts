import { Duration, type RemovalPolicy } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import type { Stack } from "sst/constructs";

/** What a run's steps hand on to each other: hashes, counts and keys, worth nothing once the run is over. */
export function runsBucket(stack: Stack, removalPolicy: RemovalPolicy): Bucket {
  return new Bucket(stack, "Runs", {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [
      { expiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
    removalPolicy,
  });
}
