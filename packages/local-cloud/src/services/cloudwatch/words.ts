import type { CloudEvent, Place } from "../../service.ts";
import type { Alarm } from "./alarm.ts";
import type { AlarmRecord } from "./alarms.ts";

interface Changed {
  alarm: Alarm;
  record: AlarmRecord;
  before: AlarmRecord;
  place: Place;
}

const regionNames: Record<string, string> = { "us-east-1": "US East (N. Virginia)" };
const regionOf = ({ region }: Place) => regionNames[region] ?? region;

export const alarmSubject = ({ alarm, record, place }: Changed): string =>
  `${record.state}: "${alarm.name}" in ${regionOf(place)}`.slice(0, 100);

/** As CloudWatch spells times there. */
const spelled = (iso: string) => iso.replace(/Z$/, "+0000");

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html */
export function alarmMessage({ alarm, record, before, place }: Changed): string {
  const { properties } = alarm;
  return JSON.stringify({
    AlarmName: alarm.name,
    AlarmDescription: alarm.description ?? null,
    AWSAccountId: place.accountId,
    AlarmConfigurationUpdatedTimestamp: spelled(record.configuredAt),
    NewStateValue: record.state,
    NewStateReason: record.reason,
    StateChangeTime: spelled(record.updatedAt),
    Region: regionOf(place),
    AlarmArn: alarm.arn,
    OldStateValue: before.state,
    OKActions: alarm.actions.OK,
    AlarmActions: alarm.actions.ALARM,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    Trigger: {
      ...(properties.Metrics ? { Metrics: properties.Metrics } : triggerOf(properties)),
      Period: alarm.periodSeconds,
      EvaluationPeriods: alarm.evaluationPeriods,
      DatapointsToAlarm: alarm.datapointsToAlarm,
      ComparisonOperator: properties.ComparisonOperator,
      Threshold: alarm.threshold,
      TreatMissingData: properties.TreatMissingData ?? "",
      EvaluateLowSampleCountPercentile: "",
    },
  });
}

const triggerOf = ({ MetricName, Namespace, Statistic, Dimensions = [] }: Record<string, any>) => ({
  MetricName,
  Namespace,
  StatisticType: "Statistic",
  Statistic: String(Statistic).toUpperCase(),
  Unit: null,
  Dimensions: Dimensions.map(({ Name, Value }: Record<string, string>) => ({ value: Value, name: Name })),
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export const alarmEvent = ({ alarm, record, before }: Changed): CloudEvent => ({
  source: "aws.cloudwatch",
  "detail-type": "CloudWatch Alarm State Change",
  resources: [alarm.arn],
  detail: {
    alarmName: alarm.name,
    state: stateOf(record),
    previousState: stateOf(before),
    configuration: { description: alarm.description },
  },
});

const stateOf = ({ state, reason, reasonData, updatedAt }: AlarmRecord) => ({
  value: state,
  reason,
  ...(reasonData !== undefined && { reasonData }),
  timestamp: spelled(updatedAt),
});
