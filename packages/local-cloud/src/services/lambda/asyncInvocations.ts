import type { CloudClock } from "../../clock.ts";
import { AwsError } from "../../errors.ts";
import type { Records } from "../../records.ts";
import type { LambdaFunction } from "./configuration.ts";
import type { InvocationResult } from "./process.ts";

/** An event that somebody left for a function, until it is done with. */
export interface QueuedEvent {
  id: string;
  functionName: string;
  event: unknown;
  /** ISO 8601. */
  receivedAt: string;
  /** How often the function has failed on it. */
  attempts: number;
  /** How often it couldn't even be begun. */
  refusals: number;
  /** When it is tried next, epoch milliseconds. */
  nextAt: number;
}

/** `AWS::Lambda::EventInvokeConfig` */
export interface EventInvokeConfig {
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
  onSuccess?: string;
  onFailure?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const usual: EventInvokeConfig = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 6 * 3600 };
/** A minute before the second attempt, two before the third. */
const retryMs = [60_000, 120_000];
const longestRefusalMs = 300_000;

interface AsyncDeps {
  queue: Records<QueuedEvent>;
  clock: CloudClock;
  newId(): string;
  find(functionName: string): LambdaFunction | undefined;
  configOf(functionName: string): EventInvokeConfig | undefined;
  invoke(functionName: string, event: unknown): Promise<InvocationResult>;
  /** Hands a record of an invocation to a function's destination, as the function's role. */
  deliver(fn: LambdaFunction, destinationArn: string, payload: object): Promise<void>;
  log(functionName: string, line: string): void;
}

export interface AsyncInvocations {
  /** Takes an event in: from then on it is tried until the function has taken it or every retry has failed. */
  send(functionName: string, event: unknown): void;
  /** Goes on with what was there when the cloud stopped. */
  resume(): void;
  /** Leaves what waits for the next start. */
  stop(): void;
}

/**
 * Lambda's queue of events for asynchronous invocation, in files: each is delivered at least once, a restart or a crash
 * notwithstanding.
 */
export function createAsyncInvocations(deps: AsyncDeps): AsyncInvocations {
  const { queue, clock } = deps;
  const timers = new Map<string, () => void>();
  let stopped = false;
  const now = () => clock.now().getTime();

  function arm(queued: QueuedEvent): void {
    if (stopped) return;
    timers.set(
      queued.id,
      clock.at(new Date(queued.nextAt), () => {
        timers.delete(queued.id);
        void clock
          .work(attempt(queued))
          .catch((error: Error) =>
            deps.log(queued.functionName, `an event sent without waiting is stuck: ${error.message}`),
          );
      }),
    );
  }

  async function attempt(queued: QueuedEvent): Promise<void> {
    const { functionName, event } = queued;
    const fn = deps.find(functionName);
    if (!fn) return forget(queued, "the function isn't there any more");
    const config = deps.configOf(functionName) ?? usual;
    const isTooOld = now() - Date.parse(queued.receivedAt) > config.maximumEventAgeSeconds * 1000;
    if (isTooOld) return giveUp(queued, fn, config, "EventAgeExceeded");
    let result: InvocationResult;
    try {
      result = await deps.invoke(functionName, event);
    } catch (error) {
      if (stopped) return;
      if (!(error instanceof AwsError)) throw error;
      return refused(queued, error);
    }
    // What was under way when the cloud stops is done again: it can't be told how far it got.
    if (stopped) return;
    if (!("error" in result)) {
      queue.remove(queued.id);
      await tell(fn, config.onSuccess, () => record(queued, fn, "Success", result));
      return;
    }
    const { errorMessage } = result.error;
    const attempts = queued.attempts + 1;
    if (attempts > config.maximumRetryAttempts) {
      deps.log(
        functionName,
        `an event sent without waiting failed ${attempts} times, for good: ${errorMessage}`,
      );
      return giveUp({ ...queued, attempts }, fn, config, "RetriesExhausted", result);
    }
    deps.log(functionName, `an event sent without waiting failed: ${errorMessage}`);
    later({ ...queued, attempts }, retryMs[attempts - 1] ?? retryMs.at(-1)!);
  }

  /** It couldn't be begun: tried again, longer and longer apart, until the event is too old. */
  function refused(queued: QueuedEvent, error: AwsError): void {
    deps.log(queued.functionName, `an event sent without waiting couldn't be begun: ${error.message}`);
    later(
      { ...queued, refusals: queued.refusals + 1 },
      Math.min(1000 * 2 ** queued.refusals, longestRefusalMs),
    );
  }

  function later(queued: QueuedEvent, ms: number): void {
    const next = { ...queued, nextAt: now() + ms };
    queue.save(next);
    arm(next);
  }

  function forget({ id, functionName }: QueuedEvent, why: string): void {
    deps.log(functionName, `an event sent without waiting is dropped: ${why}`);
    queue.remove(id);
  }

  async function giveUp(
    queued: QueuedEvent,
    fn: LambdaFunction,
    { onFailure }: EventInvokeConfig,
    condition: string,
    result?: InvocationResult,
  ): Promise<void> {
    if (condition === "EventAgeExceeded") forget(queued, "it is too old");
    else queue.remove(queued.id);
    await tell(fn, onFailure, () => record(queued, fn, condition, result));
    // A dead-letter queue gets the event itself: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
    await tell(fn, fn.deadLetterArn, () => queued.event as object);
  }

  async function tell(fn: LambdaFunction, arn: string | undefined, payload: () => object): Promise<void> {
    if (!arn) return;
    await deps
      .deliver(fn, arn, payload())
      .catch((error: Error) => deps.log(fn.name, `${arn} couldn't be told: ${error.message}`));
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-async-destinations */
  function record(
    queued: QueuedEvent,
    fn: LambdaFunction,
    condition: string,
    result: InvocationResult | undefined,
  ): object {
    const failed = result && "error" in result;
    return {
      version: "1.0",
      timestamp: clock.now().toISOString(),
      requestContext: {
        requestId: queued.id,
        functionArn: `${fn.arn}:$LATEST`,
        condition,
        approximateInvokeCount: failed ? queued.attempts : queued.attempts + (result ? 1 : 0),
      },
      requestPayload: queued.event,
      ...(result && {
        responseContext: {
          statusCode: 200,
          executedVersion: "$LATEST",
          ...(failed && { functionError: "Unhandled" }),
        },
        responsePayload: failed ? result.error : result.payload,
      }),
    };
  }

  return {
    send(functionName, event) {
      const queued: QueuedEvent = {
        id: deps.newId(),
        functionName,
        event,
        receivedAt: clock.now().toISOString(),
        attempts: 0,
        refusals: 0,
        nextAt: now(),
      };
      queue.save(queued);
      arm(queued);
    },
    resume() {
      for (const queued of queue.list()) arm(queued);
    },
    stop() {
      stopped = true;
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
}
