import * as v from "valibot";
import type { KnownAlarm } from "../alarms.ts";
import { operation, seconds } from "../operation.ts";

const State = v.picklist(["OK", "ALARM", "INSUFFICIENT_DATA"]);

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export const describeAlarms = operation(
  v.object({
    AlarmNames: v.optional(v.pipe(v.array(v.string()), v.maxLength(100))),
    AlarmNamePrefix: v.optional(v.string(), ""),
    StateValue: v.optional(State),
    ActionPrefix: v.optional(v.string()),
  }),
  ({ AlarmNames, AlarmNamePrefix, StateValue, ActionPrefix }, { alarms }) => ({
    CompositeAlarms: [],
    MetricAlarms: alarms
      .list()
      .filter(
        ({ alarm: { name, actions }, record }) =>
          (AlarmNames?.includes(name) ?? true) &&
          name.startsWith(AlarmNamePrefix) &&
          (StateValue ?? record.state) === record.state &&
          (ActionPrefix === undefined ||
            Object.values(actions)
              .flat()
              .some((action) => action.startsWith(ActionPrefix))),
      )
      .map(view),
  }),
);

const view = ({ alarm, record }: KnownAlarm) => {
  const { properties } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    AlarmConfigurationUpdatedTimestamp: seconds(record.configuredAt),
    ActionsEnabled: record.actionsEnabled ?? alarm.actionsEnabled,
    OKActions: alarm.actions.OK,
    AlarmActions: alarm.actions.ALARM,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    StateValue: record.state,
    StateReason: record.reason,
    StateReasonData: record.reasonData,
    StateUpdatedTimestamp: seconds(record.updatedAt),
    StateTransitionedTimestamp: seconds(record.updatedAt),
    ...(properties.Metrics
      ? { Metrics: properties.Metrics }
      : {
          MetricName: properties.MetricName,
          Namespace: properties.Namespace,
          Statistic: properties.Statistic,
          Dimensions: properties.Dimensions ?? [],
          Period: alarm.periodSeconds,
        }),
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
    TreatMissingData: alarm.missingData,
  };
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
export const describeAlarmHistory = operation(
  v.object({
    AlarmName: v.optional(v.string()),
    HistoryItemType: v.optional(v.string()),
    ScanBy: v.optional(v.picklist(["TimestampAscending", "TimestampDescending"]), "TimestampDescending"),
  }),
  ({ AlarmName, HistoryItemType, ScanBy }, { alarms }) => {
    const items = alarms
      .list()
      .filter(({ alarm: { name } }) => (AlarmName ?? name) === name)
      .flatMap(({ alarm, record }) => record.history.map((item) => ({ alarm, item })))
      .filter(({ item: { type } }) => (HistoryItemType ?? type) === type)
      .sort((one, other) => (one.item.at < other.item.at ? -1 : 1));
    if (ScanBy === "TimestampDescending") items.reverse();
    return {
      AlarmHistoryItems: items.map(({ alarm, item: { at, type, summary, data } }) => ({
        AlarmName: alarm.name,
        AlarmType: "MetricAlarm",
        Timestamp: seconds(at),
        HistoryItemType: type,
        HistorySummary: summary,
        HistoryData: data,
      })),
    };
  },
);

export const setAlarmState = operation(
  v.object({
    AlarmName: v.string(),
    StateValue: State,
    StateReason: v.pipe(v.string(), v.maxLength(1023)),
    StateReasonData: v.optional(v.string()),
  }),
  ({ AlarmName, StateValue, StateReason, StateReasonData }, { alarms }) => {
    alarms.setState(AlarmName, StateValue, StateReason, StateReasonData);
    return {};
  },
);

const switchTo = (enabled: boolean) =>
  operation(
    v.object({ AlarmNames: v.pipe(v.array(v.string()), v.maxLength(100)) }),
    ({ AlarmNames }, { alarms }) => {
      alarms.enableActions(AlarmNames, enabled);
      return {};
    },
  );

export const enableAlarmActions = switchTo(true);
export const disableAlarmActions = switchTo(false);
