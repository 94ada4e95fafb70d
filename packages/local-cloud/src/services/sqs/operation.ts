import * as v from "valibot";
import type { Clock } from "../../service.ts";
import { type JsonOperation, jsonOperations } from "../jsonService.ts";
import type { Queues } from "./queues.ts";

export interface SqsDeps {
  queues: Queues;
  clock: Clock;
}

export type Operation = JsonOperation<SqsDeps>;

export const operation = jsonOperations<SqsDeps>();

export const queueUrl = v.pipe(v.string(), v.minLength(1));
export const receiptHandle = v.pipe(v.string(), v.minLength(1));

export const seconds = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export const longestVisibilitySeconds = 43_200;
export const longestDelaySeconds = 900;

export const messageAttributes = v.optional(
  v.pipe(
    v.record(
      v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{1,256}$/)),
      v.object({
        DataType: v.pipe(v.string(), v.regex(/^(String|Number|Binary)(\..+)?$/)),
        StringValue: v.optional(v.string()),
        BinaryValue: v.optional(v.string()),
      }),
    ),
    v.check(
      (all) => Object.keys(all).length <= 10,
      "Number of message attributes exceeds the allowed maximum [10].",
    ),
  ),
  {},
);

export const batchEntryId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,80}$/));
