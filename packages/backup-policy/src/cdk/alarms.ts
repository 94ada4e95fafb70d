import { Annotations, Duration } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { airGappedVaults, vaultNameIn } from "../deployed/air-gapped-vaults.ts";
import { type Policy, rulesOf } from "../schema.ts";

interface BackupAlarmsProps {
  policy: Policy;
  name: string;
  alerts: ITopic;
}

/** Alarms on what AWS Backup counts in the vault: a job that failed, and no recovery point for too long. */
export function backupAlarms(scope: Construct, { policy, name, alerts }: BackupAlarmsProps): void {
  const { rpoHours } = policy.objectives;
  new Alarm(scope, "JobFailed", {
    alarmName: `${name}-job-failed`,
    alarmDescription: `A backup or copy job of the vault ${name} failed, expired or was aborted.`,
    metric: new MathExpression({
      expression: "FILL(failed, 0) + FILL(expired, 0) + FILL(aborted, 0) + FILL(copyFailed, 0)",
      usingMetrics: {
        failed: backupMetric("NumberOfBackupJobsFailed", name),
        expired: backupMetric("NumberOfBackupJobsExpired", name),
        aborted: backupMetric("NumberOfBackupJobsAborted", name),
        copyFailed: backupMetric("NumberOfCopyJobsFailed", name),
      },
      period: Duration.minutes(5),
      label: "Jobs that failed",
    }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new SnsAction(alerts));

  absenceAlarm(scope, "NoRecoveryPoint", {
    name: `${name}-no-recovery-point`,
    description: `The vault ${name} got no recovery point for ${rpoHours} hours, the recovery point objective.`,
    metric: inVaults("NumberOfBackupJobsCompleted", vaultsOf(policy, name)),
    hours: rpoHours,
    alerts,
  });
}

/** The vaults that backup jobs put points into: a rule with an air-gapped vault leaves the policy's own out. */
function vaultsOf(policy: Policy, name: string): string[] {
  const isOwnUsed = rulesOf(policy).some(([, { airGappedVaultArn }]) => airGappedVaultArn === undefined);
  return [...(isOwnUsed ? [name] : []), ...airGappedVaults(policy).map(vaultNameIn)];
}

/** What AWS Backup counts in all of those vaults together. */
function inVaults(metricName: string, vaults: readonly string[]): Metric | MathExpression {
  const [only, ...others] = vaults.map((vault) => backupMetric(metricName, vault));
  if (only && others.length === 0) return only;
  const named = Object.fromEntries(vaults.map((vault, i) => [`vault${i}`, backupMetric(metricName, vault)]));
  return new MathExpression({
    expression: `SUM([${Object.keys(named).join(", ")}])`,
    usingMetrics: named,
    label: metricName,
  });
}

/** An alarm on AWS restore testing: nothing of the vault was restored for as long as a proof holds. */
export function restoreTestAlarm(scope: Construct, { policy, name, alerts }: BackupAlarmsProps): void {
  const hours = policy.verification.proofStaleAfterHours;
  absenceAlarm(scope, "NoRestoreTest", {
    name: `${name}-no-restore-test`,
    description: `Nothing of the vault ${name} was restored for ${hours} hours.`,
    metric: inVaults("NumberOfRestoreJobsCompleted", vaultsOf(policy, name)),
    hours,
    alerts,
  });
}

/**
 * What AWS Backup counts in a vault, by its job's end; sent every five minutes, and only when there is something.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
export function backupMetric(metricName: string, vaultName: string): Metric {
  return new Metric({
    namespace: "AWS/Backup",
    metricName,
    dimensionsMap: { BackupVaultName: vaultName },
    statistic: Stats.SUM,
    period: Duration.minutes(5),
  });
}

interface AbsenceAlarmProps {
  name: string;
  description: string;
  /** Counts what has to happen. */
  metric: Metric | MathExpression;
  /** How long it may stay away. */
  hours: number;
  alerts: ITopic;
}

/** An alarm that nothing happened for so many hours: silence is no good news. */
export function absenceAlarm(scope: Construct, id: string, props: AbsenceAlarmProps): Alarm | undefined {
  const { name, description, metric, hours, alerts } = props;
  if (hours > LONGEST) {
    Annotations.of(scope).addWarningV2(
      "holdfast:no-absence-alarm",
      `${name}: no alarm is made, because CloudWatch looks back ${LONGEST} hours at most and not ${hours}.`,
    );
    return undefined;
  }
  const alarm = new Alarm(scope, id, {
    alarmName: name,
    alarmDescription: description,
    metric: hourly(metric),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: hours,
    treatMissingData: TreatMissingData.BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(alerts));
  return alarm;
}

const hourly = (metric: Metric | MathExpression): IMetric =>
  metric instanceof Metric
    ? metric.with({ period: Duration.hours(1), statistic: Stats.SUM })
    : metric.with({ period: Duration.hours(1) });

/** Seven days: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const LONGEST = 7 * 24;
