import { type RemovalPolicy, Stack } from "aws-cdk-lib";
import { ArnPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

/** Where Audit Manager puts its reports; what is replaced stays as an older version. */
export function reportsBucket(scope: Construct, removalPolicy: RemovalPolicy): Bucket {
  const bucket = new Bucket(scope, "Reports", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    versioned: true,
    removalPolicy,
  });
  const { partition, account } = Stack.of(scope);
  // https://docs.aws.amazon.com/aws-backup/latest/devguide/create-report-plan-console.html
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: "AuditManagerReports",
      principals: [
        new ArnPrincipal(
          `arn:${partition}:iam::${account}:role/aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports`,
        ),
      ],
      actions: ["s3:PutObject"],
      resources: [bucket.arnForObjects("*")],
      conditions: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
    }),
  );
  return bucket;
}
