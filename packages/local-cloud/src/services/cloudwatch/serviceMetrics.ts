import type { CloudEvent } from "../../service.ts";
import type { Metrics } from "./metrics.ts";

/** What AWS's services count, of what they tell EventBridge. */
export function countEvent(metrics: Pick<Metrics, "put">, event: CloudEvent): void {
  const count = (namespace: string, name: string, dimensions: Record<string, string>) =>
    metrics.put({ namespace, name, dimensions }, 1);
  if (event.source === "aws.backup")
    countBackup(event, (name, dimensions) => count("AWS/Backup", name, dimensions));
  if (event.source === "aws.states") {
    const { status, stateMachineArn } = event.detail;
    const name = executions[String(status)];
    // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
    if (name) count("AWS/States", name, { StateMachineArn: String(stateMachineArn) });
  }
}

const executions: Record<string, string> = {
  RUNNING: "ExecutionsStarted",
  SUCCEEDED: "ExecutionsSucceeded",
  FAILED: "ExecutionsFailed",
  TIMED_OUT: "ExecutionsTimedOut",
  ABORTED: "ExecutionsAborted",
};

const jobs: Record<string, string> = {
  "Backup Job State Change": "BackupJobs",
  "Copy Job State Change": "CopyJobs",
  "Restore Job State Change": "RestoreJobs",
};

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html */
function countBackup(
  { "detail-type": type, detail }: CloudEvent,
  count: (name: string, dimensions: Record<string, string>) => void,
): void {
  const kind = jobs[type];
  const state = String(detail.state ?? detail.status);
  if (!kind || !/^(CREATED|PENDING|RUNNING|ABORTED|COMPLETED|FAILED|EXPIRED)$/.test(state)) return;
  const name = `NumberOf${kind}${state[0]}${state.slice(1).toLowerCase()}`;
  const vaultArn = detail.backupVaultArn ?? detail.sourceBackupVaultArn;
  const vault = detail.backupVaultName ?? (typeof vaultArn === "string" && vaultArn.split(":").at(-1));
  const resource = detail.resourceType;
  const byVault = typeof vault === "string" && { BackupVaultName: vault };
  const byType = typeof resource === "string" && { ResourceType: resource };
  count(name, {});
  if (byVault) count(name, byVault);
  if (byType) count(name, byType);
  if (byVault && byType) count(name, { ...byVault, ...byType });
}
