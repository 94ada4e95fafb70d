import { absenceAlarm } from "@holdfast/backup-policy/cdk";
import { Duration } from "aws-cdk-lib";
import {
  Alarm,
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { FilterPattern, type ILogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Function as Lambda, Stack } from "sst/constructs";
import { absences } from "../../apps/restore-verifier/src/absences.ts";

const PROOFS = { namespace: "Holdfast", metricName: "Proofs" };

/** Tells at once of a verification that didn't pass. */
export function onNotPassed(stack: Stack, machine: StateMachine, alerts: ITopic): void {
  new Alarm(stack, "NotPassed", {
    alarmName: `${stack.stackName}-not-passed`,
    alarmDescription: "A verification of the backups did not pass: the Protection page says which and why.",
    metric: machine.metricFailed({ period: Duration.minutes(5), statistic: Stats.SUM }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new SnsAction(alerts));
}

/** Tells of what should be there and isn't; and when nobody has looked for a day. */
export function onAbsence(stack: Stack, alerts: ITopic): void {
  const usingMetrics = Object.fromEntries(
    absences.map((kind) => [
      kind,
      new Metric({
        namespace: "Holdfast",
        metricName: kind,
        dimensionsMap: { service: "verifier" },
        statistic: Stats.SUM,
        period: Duration.days(1),
      }),
    ]),
  );
  new Alarm(stack, "Absence", {
    alarmName: `${stack.stackName}-absence`,
    alarmDescription:
      "A proof, a recovery point, a tag or the verifier's run is missing: the log of Watch says which.",
    metric: new MathExpression({
      expression: `SUM([${Object.keys(usingMetrics).join(", ")}])`,
      usingMetrics,
      label: "Absences",
      period: Duration.days(1),
    }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.BREACHING,
  }).addAlarmAction(new SnsAction(alerts));
}

interface ProofProps {
  tables: { model: string; name: string }[];
  logGroup: ILogGroup;
  /** How old the newest proof of a table may get. */
  hours: number;
  alerts: ITopic;
}

/** Tells of a table without a passed verification for too long, whatever the reason: each is counted by its log line. */
export function onStaleProof(stack: Stack, { tables, logGroup, hours, alerts }: ProofProps): void {
  new MetricFilter(stack, "Proofs", {
    logGroup,
    filterPattern: FilterPattern.stringValue("$.verdict", "=", "PASSED"),
    metricNamespace: PROOFS.namespace,
    metricName: PROOFS.metricName,
    metricValue: "1",
    dimensions: { Table: "$.table" },
  });
  for (const { model, name } of tables) {
    absenceAlarm(stack, `${model}Unproven`, {
      name: `${stack.stackName}-${model}-unproven`,
      description: `No backup of ${model} was proven to restore for ${hours} hours.`,
      metric: new Metric({ ...PROOFS, dimensionsMap: { Table: name } }),
      hours,
      alerts,
    });
  }
}

/** A function for each shard: a table has one for every 1,000 writes a second. */
const RECORDERS = 10;

/**
 * Deletions that are recorded late are held against restores. What a busy account takes of its concurrency is not these
 * functions': they are set aside, which leaves so many fewer to all others, of the 1,000 that an account has by default. An
 * account with fewer than 110 has to raise its quota first.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export function keepUp(
  stack: Stack,
  recordDeletion: Lambda,
  { lasts, alerts }: { lasts: boolean; alerts: ITopic },
): void {
  if (lasts) {
    (recordDeletion.node.defaultChild as CfnFunction).reservedConcurrentExecutions = RECORDERS;
  }
  new Alarm(stack, "DeletionsLate", {
    alarmName: `${stack.stackName}-deletions-late`,
    alarmDescription:
      "Deletions reach their record more than a minute late: what was deleted may be held against restores.",
    // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    metric: recordDeletion.metric("IteratorAge", { statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
    threshold: 60_000,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new SnsAction(alerts));
}
