import type { RemovalPolicy } from "aws-cdk-lib";
import { CfnReportPlan } from "aws-cdk-lib/aws-backup";
import type { IRole } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { Policy } from "../schema.ts";
import { auditFramework } from "./audit-framework.ts";
import { reportsBucket } from "./audit-reports.ts";
import { plainName } from "./names.ts";

interface AuditProps {
  policy: Policy;
  name: string;
  backupAdmin: IRole;
  removalPolicy: RemovalPolicy;
}

/** AWS Backup Audit Manager: whether the account keeps to the policy, and a report of it every day. */
export function audit(scope: Construct, { policy, name, backupAdmin, removalPolicy }: AuditProps): void {
  const framework = auditFramework(scope, { policy, vaultName: name, backupAdmin });
  const bucket = reportsBucket(scope, removalPolicy);
  for (const [id, reportTemplate, frameworkArns] of [
    ["BackupJobs", "BACKUP_JOB_REPORT"],
    ["RestoreJobs", "RESTORE_JOB_REPORT"],
    ["Controls", "CONTROL_COMPLIANCE_REPORT", [framework.attrFrameworkArn]],
  ] as const) {
    const report = new CfnReportPlan(scope, `${id}Report`, {
      reportPlanName: `${plainName(name)}_${id}`,
      // The CDK passes these two on as they are.
      reportDeliveryChannel: { S3BucketName: bucket.bucketName, S3KeyPrefix: name, Formats: ["CSV", "JSON"] },
      reportSetting: {
        ReportTemplate: reportTemplate,
        ...(frameworkArns && { FrameworkArns: frameworkArns }),
      },
    });
    report.node.addDependency(bucket);
  }
}
