import { arnOf, distinct, type Mapping } from "./mapping.ts";

const OF_ALARMS = new Set([
  "DeleteAlarms",
  "DescribeAlarmHistory",
  "DescribeAlarms",
  "DisableAlarmActions",
  "EnableAlarmActions",
  "PutMetricAlarm",
  "SetAlarmState",
]);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
export const cloudwatch: Mapping = (operation, input, place) => {
  const action = `cloudwatch:${operation}`;
  if (!OF_ALARMS.has(operation)) return [{ action, resource: "*" }];
  const names: string[] = [input.AlarmName ?? input.AlarmNames ?? []].flat();
  const alarms = names.map((name) => arnOf(place, "cloudwatch", name, (plain) => `alarm:${plain}`));
  return distinct((alarms.length > 0 ? alarms : ["*"]).map((resource) => ({ action, resource })));
};
