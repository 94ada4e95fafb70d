import { Duration, type RemovalPolicy } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention } from "aws-cdk-lib/aws-s3";
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

interface EvidenceProps {
  removalPolicy: RemovalPolicy;
  /** Whether what is kept has to stay: entries of a stage that doesn't last can be deleted with it. */
  lasts: boolean;
}

/** How long an entry can't be deleted: governance mode, so that a mistake can be mended by who may bypass it. */
const KEPT_DAYS = 400;

/**
 * The evidence of all runs, an object an entry.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export function evidenceBucket(stack: Stack, { removalPolicy, lasts }: EvidenceProps): Bucket {
  const bucket = new Bucket(stack, "Evidence", {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    versioned: true,
    ...(lasts && {
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(KEPT_DAYS)),
    }),
    removalPolicy,
  });
  // An entry is put where none is, and never over another: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
  bucket.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ["s3:PutObject"],
      resources: [bucket.arnForObjects("*")],
      conditions: { Null: { "s3:if-none-match": "true" } },
    }),
  );
  return bucket;
}
