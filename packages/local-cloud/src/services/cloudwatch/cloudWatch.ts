import { join } from "node:path";
import type { CloudClock } from "../../clock.ts";
import { jsonFile } from "../../jsonFile.ts";
import type { Authorize, Emit, Place, ResourceHandler, ResourceRemover, Service } from "../../service.ts";
import { type AlarmRecord, createAlarms } from "./alarms.ts";
import { createMetricFilters } from "./logs/metricFilters.ts";
import { createMetrics } from "./metrics.ts";
import { createCloudWatchService } from "./service.ts";
import { countEvent } from "./serviceMetrics.ts";

export interface CloudWatchDeps {
  dataDir: string;
  place: Place;
  clock: CloudClock;
  authorize: Authorize;
  emit: Emit;
  publish(topicArn: string, notice: { subject: string; message: string }, alarmArn: string): void;
  log(message: string): void;
}

export interface CloudWatch {
  service: Service;
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  /** Counts what a line of a log says. */
  readLog(logGroup: string, line: string): void;
  /** Passes events on, and counts what AWS's services count of them. */
  counting(emit: Emit): Emit;
  /** An invocation of a function has ended. */
  invoked(functionName: string, outcome: { ms: number; failed: boolean }): void;
  start(): void;
  stop(): void;
}

/** CloudWatch: metrics of the services, of logs and of one's own; the template's alarms on them. */
export function createCloudWatch(deps: CloudWatchDeps): CloudWatch {
  const { dataDir, clock } = deps;
  const folder = join(dataDir, "cloudwatch");
  const metrics = createMetrics({ path: join(folder, "metrics.jsonl"), clock });
  const file = jsonFile<Record<string, AlarmRecord>>(join(folder, "alarms.json"), {}, "object", {
    flush: false,
  });
  const alarms = createAlarms({ ...deps, file, metrics });
  const filters = createMetricFilters(metrics);
  return {
    service: createCloudWatchService({ ...deps, metrics, alarms }),
    resources: { ...alarms.resources, ...filters.resources },
    removers: { ...alarms.removers, ...filters.removers },
    readLog: filters.read,
    counting: (emit) => (event) => {
      countEvent(metrics, event);
      emit(event);
    },
    /** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
    invoked(functionName, { ms, failed }) {
      const put = (name: string, value: number) =>
        metrics.put({ namespace: "AWS/Lambda", name, dimensions: { FunctionName: functionName } }, value);
      put("Invocations", 1);
      put("Errors", failed ? 1 : 0);
      put("Duration", ms);
    },
    start: alarms.start,
    stop: metrics.save,
  };
}
