import type { Operation } from "./operation.ts";
import {
  describeAlarmHistory,
  describeAlarms,
  disableAlarmActions,
  enableAlarmActions,
  setAlarmState,
} from "./operations/alarms.ts";
import { getMetricData } from "./operations/getMetricData.ts";
import { getMetricStatistics } from "./operations/getMetricStatistics.ts";
import { listMetrics } from "./operations/listMetrics.ts";
import { putMetricData } from "./operations/putMetricData.ts";

export const operations: Record<string, Operation> = {
  DescribeAlarmHistory: describeAlarmHistory,
  DescribeAlarms: describeAlarms,
  DisableAlarmActions: disableAlarmActions,
  EnableAlarmActions: enableAlarmActions,
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  ListMetrics: listMetrics,
  PutMetricData: putMetricData,
  SetAlarmState: setAlarmState,
};
