import { AwsError } from "../../errors.ts";
import { type EventPattern, eventPattern } from "../events/pattern/pattern.ts";

/** `AWS::Lambda::EventSourceMapping` of a DynamoDB stream. */
export interface EventSourceMapping {
  id: string;
  stream: string;
  functionName: string;
  enabled: boolean;
  filters: EventPattern[];
  patterns: Record<string, unknown>[];
  batchSize: number;
  batchingWindowMs: number;
  bisects: boolean;
  /** Infinity where only the stream's own age limit ends it. */
  mostRetries: number;
  mostAgeMs: number;
  reportsItemFailures: boolean;
  onFailure?: string;
}

/** What a stream keeps: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const retentionMs = 24 * 3_600_000;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export function mappingOf(id: string, properties: Record<string, any>): EventSourceMapping {
  const patterns = (properties.FilterCriteria?.Filters ?? []).map(({ Pattern }: { Pattern: string }) =>
    JSON.parse(Pattern),
  );
  const age = Number(properties.MaximumRecordAgeInSeconds ?? -1);
  const retries = Number(properties.MaximumRetryAttempts ?? -1);
  if (properties.TumblingWindowInSeconds)
    throw new AwsError(
      "InvalidParameterValueException",
      "Tumbling windows don't run in the local cloud: the mapping has TumblingWindowInSeconds.",
    );
  return {
    id,
    stream: properties.EventSourceArn,
    functionName: properties.FunctionName,
    enabled: properties.Enabled !== false && properties.Enabled !== "false",
    patterns,
    filters: patterns.map(eventPattern),
    batchSize: Number(properties.BatchSize ?? 100),
    batchingWindowMs: Number(properties.MaximumBatchingWindowInSeconds ?? 0) * 1000,
    bisects: properties.BisectBatchOnFunctionError === true,
    mostRetries: retries < 0 ? Number.POSITIVE_INFINITY : retries,
    mostAgeMs: age < 0 ? retentionMs : Math.min(age * 1000, retentionMs),
    reportsItemFailures: (properties.FunctionResponseTypes ?? []).includes("ReportBatchItemFailures"),
    onFailure: properties.DestinationConfig?.OnFailure?.Destination,
  };
}

export const isDynamoDbStream = (arn: unknown): boolean =>
  /^arn:[^:]+:dynamodb:[^:]+:\d{12}:table\/[^/]+\/stream\//.test(String(arn));
