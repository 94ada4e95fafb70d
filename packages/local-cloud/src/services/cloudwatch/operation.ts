import * as v from "valibot";
import type { Clock } from "../../service.ts";
import { type JsonOperation, jsonOperations } from "../jsonService.ts";
import type { Alarms } from "./alarms.ts";
import { statistics } from "./metric.ts";
import type { Metrics } from "./metrics.ts";

export interface CloudWatchCall {
  metrics: Metrics;
  alarms: Alarms;
  clock: Clock;
}

export type Operation = JsonOperation<CloudWatchCall>;

export const operation = jsonOperations<CloudWatchCall>();

/** Epoch seconds. */
export const time = v.pipe(
  v.number(),
  v.transform((seconds) => new Date(seconds * 1000)),
);

export const dimensions = v.optional(
  v.pipe(
    v.array(v.object({ Name: v.string(), Value: v.string() })),
    v.maxLength(30),
    v.transform((all) => Object.fromEntries(all.map(({ Name, Value }) => [Name, Value]))),
  ),
  [],
);

export const statistic = v.picklist(statistics);

export const period = v.pipe(
  v.number(),
  v.check((seconds) => seconds >= 60 && seconds % 60 === 0, "It has to be a multiple of 60."),
);

export const shownDimensions = (given: Record<string, string>) =>
  Object.entries(given).map(([Name, Value]) => ({ Name, Value }));

export const seconds = (iso: string): number => Date.parse(iso) / 1000;
