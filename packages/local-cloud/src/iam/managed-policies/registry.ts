import type { NamedPolicy } from "../policy.ts";
import administratorAccess from "./AdministratorAccess.json" with { type: "json" };
import appSyncPushToCloudWatchLogs from "./AWSAppSyncPushToCloudWatchLogs.json" with { type: "json" };
import backupFullAccess from "./AWSBackupFullAccess.json" with { type: "json" };
import backupServiceRoleForBackup from "./AWSBackupServiceRolePolicyForBackup.json" with { type: "json" };
import backupServiceRoleForRestores from "./AWSBackupServiceRolePolicyForRestores.json" with { type: "json" };
import lambdaBasicExecution from "./AWSLambdaBasicExecutionRole.json" with { type: "json" };
import lambdaDynamoDBExecution from "./AWSLambdaDynamoDBExecutionRole.json" with { type: "json" };
import lambdaVpcAccessExecution from "./AWSLambdaVPCAccessExecutionRole.json" with { type: "json" };
import xrayDaemonWriteAccess from "./AWSXRayDaemonWriteAccess.json" with { type: "json" };
import lambdaInsightsExecution from "./CloudWatchLambdaInsightsExecutionRolePolicy.json" with {
  type: "json",
};

/** An AWS managed policy: its document as AWS publishes it, and where. */
export interface AwsManagedPolicy {
  arn: string;
  version: string;
  source: string;
  document: Record<string, unknown>;
}

const known: AwsManagedPolicy[] = [
  administratorAccess,
  appSyncPushToCloudWatchLogs,
  backupFullAccess,
  backupServiceRoleForBackup,
  backupServiceRoleForRestores,
  lambdaBasicExecution,
  lambdaDynamoDBExecution,
  lambdaInsightsExecution,
  lambdaVpcAccessExecution,
  xrayDaemonWriteAccess,
];

export const awsManagedPolicies: ReadonlyMap<string, NamedPolicy> = new Map(
  known.map(({ arn, document, source }) => [arn, { name: arn.split("/").at(-1)!, document, source }]),
);
