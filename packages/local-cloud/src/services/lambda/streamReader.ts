import type { CloudClock } from "../../clock.ts";
import type { StreamRecord } from "../dynamodb/streams.ts";
import type { EventSourceMapping } from "./eventSourceMapping.ts";
import type { InvocationResult } from "./process.ts";
import type { StreamQueue } from "./streamQueue.ts";

interface ReaderDeps {
  queue: StreamQueue;
  clock: CloudClock;
  newId(): string;
  /** Invokes the function, once its role may read the stream. */
  invoke(functionName: string, event: unknown, streamArn: string): Promise<InvocationResult>;
  /** Hands what was given up to the mapping's destination. */
  deliver(functionName: string, destinationArn: string, payload: object): Promise<void>;
  log(message: string): void;
}

export interface StreamReader {
  /** There is something new. */
  wake(): void;
  stop(): Promise<void>;
}

const longestWaitMs = 60_000;

/** A batch that the function has failed on: so many of the oldest records. */
interface Tried {
  size: number;
  attempts: number;
}

/**
 * Reads one mapping's records in their order and sends them, batch by batch. What a function fails on is sent again,
 * after waits that grow to a minute, and holds up what comes after it: until the function takes it, it is too old, or
 * the mapping's retries are used up.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function readStream(mapping: EventSourceMapping, deps: ReaderDeps): StreamReader {
  const { queue, clock } = deps;
  let state: "idle" | "reading" | "waiting" | "stopped" = "idle";
  let cancelWait = () => {};
  let reading: Promise<void> = Promise.resolve();
  /** Of batches that were split or failed: the first is next. */
  let tried: Tried[] = [];
  /** When the window of the batch that is being gathered closes. */
  let windowEnd: number | undefined;
  const now = () => clock.now().getTime();

  function wake(): void {
    if (state !== "idle") return;
    state = "reading";
    reading = clock.work(read()).catch((error: Error) => {
      deps.log(`${mapping.functionName} can't read ${mapping.stream}: ${error.message}`);
      pause(longestWaitMs);
    });
  }

  function pause(ms: number): void {
    if (state === "stopped") return;
    state = "waiting";
    cancelWait = clock.at(new Date(now() + ms), () => {
      state = "idle";
      wake();
    });
  }

  async function read(): Promise<void> {
    for (;;) {
      const size = tried[0]?.size ?? mapping.batchSize;
      const records = await queue.peek(mapping.id, size);
      if (state === "stopped") return;
      if (records.length === 0) {
        state = "idle";
        // Something may have come between the look and this.
        if ((await queue.peek(mapping.id, 1)).length > 0) wake();
        return;
      }
      if (!tried[0] && records.length < mapping.batchSize && mapping.batchingWindowMs > 0) {
        windowEnd ??= now() + mapping.batchingWindowMs;
        if (now() < windowEnd) return pause(windowEnd - now());
      }
      windowEnd = undefined;
      const waitMs = await send(records);
      if ((state as string) === "stopped") return;
      if (waitMs > 0) return pause(waitMs);
    }
  }

  /** Gives how long to wait before going on. */
  async function send(records: StreamRecord[]): Promise<number> {
    const batch = tried[0] ?? { size: records.length, attempts: 0 };
    if (isTooOld(records[0]!)) return giveUp([records[0]!], batch, "RecordAgeExceeded");
    const result = await deps.invoke(mapping.functionName, { Records: records }, mapping.stream).catch(
      (error: Error): InvocationResult => ({
        error: { errorType: error.name, errorMessage: error.message },
      }),
    );
    // Whether it was done can't be told of a function that the stop ended: it is sent again.
    if (state === "stopped" && "error" in result) return 0;
    const failedAt = failureIn(records, result);
    if (failedAt > 0) await queue.drop(mapping.id, failedAt);
    const failed = records.length - failedAt;
    if (failed === 0) {
      tried = tried.slice(1);
      return 0;
    }
    const attempts = batch.attempts + 1;
    const problem = "error" in result ? result.error.errorMessage : "it reports items that failed";
    deps.log(
      `${mapping.functionName} couldn't take ${failed} records of ${mapping.stream} (attempt ${attempts}): ${problem}`,
    );
    if (attempts > mapping.mostRetries)
      return giveUp(records.slice(failedAt), { size: failed, attempts }, "RetryAttemptsExhausted", result);
    const rest = tried.slice(1);
    // A split doesn't count as a retry.
    if (mapping.bisects && failed > 1 && "error" in result) {
      const half = Math.ceil(failed / 2);
      tried = [
        { size: half, attempts: batch.attempts },
        { size: failed - half, attempts: batch.attempts },
        ...rest,
      ];
      return 0;
    }
    tried = [{ size: failed, attempts }, ...rest];
    return Math.min(100 * 2 ** attempts, longestWaitMs);
  }

  /** How many of the oldest the function has taken. */
  function failureIn(records: StreamRecord[], result: InvocationResult): number {
    if ("error" in result) return 0;
    if (!mapping.reportsItemFailures) return records.length;
    // https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
    const failures = (result.payload as { batchItemFailures?: { itemIdentifier?: string }[] } | null)
      ?.batchItemFailures;
    if (!failures?.length) return records.length;
    const places = failures.map(({ itemIdentifier }) =>
      records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
    );
    return Math.max(0, Math.min(...places));
  }

  const isTooOld = ({ dynamodb }: StreamRecord): boolean =>
    now() - dynamodb.ApproximateCreationDateTime * 1000 > mapping.mostAgeMs;

  async function giveUp(
    records: StreamRecord[],
    batch: Tried,
    condition: string,
    result?: InvocationResult,
  ): Promise<number> {
    await queue.drop(mapping.id, records.length);
    const left = batch.size - records.length;
    tried = [...(tried[0] && left > 0 ? [{ ...batch, size: left }] : []), ...tried.slice(1)];
    deps.log(
      `${mapping.functionName} is sent ${records.length} records of ${mapping.stream} no more: ${condition}`,
    );
    if (mapping.onFailure) {
      await deps
        .deliver(mapping.functionName, mapping.onFailure, failureRecord(records, batch, condition, result))
        .catch((error: Error) => deps.log(`${mapping.onFailure} couldn't be told: ${error.message}`));
    }
    return 0;
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
  function failureRecord(
    records: StreamRecord[],
    { attempts }: Tried,
    condition: string,
    result: InvocationResult | undefined,
  ): object {
    const [first, last] = [records[0]!.dynamodb, records.at(-1)!.dynamodb];
    const at = (seconds: number) => new Date(seconds * 1000).toISOString();
    return {
      requestContext: {
        requestId: deps.newId(),
        functionArn: mapping.functionName,
        condition,
        approximateInvokeCount: attempts,
      },
      ...(result && {
        responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      }),
      version: "1.0",
      timestamp: clock.now().toISOString(),
      DDBStreamBatchInfo: {
        shardId: "shardId-00000000000000000000-00000000",
        startSequenceNumber: first.SequenceNumber,
        endSequenceNumber: last.SequenceNumber,
        approximateArrivalOfFirstRecord: at(first.ApproximateCreationDateTime),
        approximateArrivalOfLastRecord: at(last.ApproximateCreationDateTime),
        batchSize: records.length,
        streamArn: mapping.stream,
      },
    };
  }

  return {
    wake() {
      // Enough for a batch, or the window of one that is being gathered goes on.
      if (state === "waiting" && windowEnd !== undefined) {
        cancelWait();
        state = "idle";
      }
      wake();
    },
    async stop() {
      state = "stopped";
      cancelWait();
      await reading;
    },
  };
}
