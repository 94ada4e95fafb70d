import { setTimeout as sleep } from "node:timers/promises";
import type { Deliveries } from "../../faults/deliveries.ts";
import type { ResourceHandler, ResourceRemover } from "../../service.ts";
import { stableUuid } from "../../stableId.ts";
import type { ChangeCapture, StreamRecord } from "../dynamodb/streams.ts";
import { eventPattern } from "../events/pattern/pattern.ts";
import type { InvocationResult } from "./process.ts";

interface EventSourceDeps {
  changes: ChangeCapture;
  deliveries: Pick<Deliveries, "send">;
  /** Invokes the function, once its role may read the stream. */
  invoke(functionName: string, event: unknown, streamArn: string): Promise<InvocationResult>;
  log(message: string): void;
  /** Waits for so many milliseconds; rejects once the signal is aborted. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

type Pattern = Record<string, unknown>;

const kinds: StreamRecord["eventName"][] = ["INSERT", "MODIFY", "REMOVE"];
const longestWait = 60_000;

/**
 * DynamoDB streams that invoke Lambda functions, in order. What a function fails on is sent again, after waits that
 * grow to a minute, and holds up what comes after it, until the function has taken it or the local cloud stops.
 * What no function has taken by then is lost: the log says how much.
 */
export function eventSources(deps: EventSourceDeps): {
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  /** Sends what is waiting, until a function fails, and ends. */
  stop(): Promise<void>;
} {
  const wait = deps.wait ?? ((ms, signal) => sleep(ms, undefined, { signal }));
  const stopping = new AbortController();
  const queues = new Map<string, Promise<boolean>>();
  const arriving = new Set<Promise<void>>();
  const subscriptions = new Map<string, () => void>();

  /** Whether the function has taken the records. */
  async function deliver(name: string, stream: string, records: StreamRecord[]): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      const problem = await deps
        .invoke(name, { Records: records }, stream)
        .then((result) => ("error" in result ? result.error.errorMessage : undefined))
        .catch((error: Error) => error.message);
      if (problem === undefined) return true;
      deps.log(
        `${name} couldn't take ${records.length} records of ${stream} (attempt ${attempt}): ${problem}`,
      );
      await wait(Math.min(100 * 2 ** attempt, longestWait), stopping.signal).catch(() => {});
      if (stopping.signal.aborted) return lost(name, stream, records);
    }
  }

  function enqueue(name: string, stream: string, records: StreamRecord[]): void {
    const queue = `${stream} ${name}`;
    queues.set(
      queue,
      (queues.get(queue) ?? Promise.resolve(true)).then((taken) =>
        taken ? deliver(name, stream, records) : lost(name, stream, records),
      ),
    );
  }

  function lost(name: string, stream: string, records: StreamRecord[]): false {
    deps.log(`${name} hasn't taken ${records.length} records of ${stream}: they are lost, the cloud stops.`);
    return false;
  }

  return {
    async stop() {
      stopping.abort();
      await Promise.all(arriving);
      await Promise.all(queues.values());
    },
    resources: {
      async "AWS::Lambda::EventSourceMapping"({ properties, physicalId, stackName, logicalId }) {
        const { EventSourceArn: stream, FunctionName: name, FilterCriteria } = properties;
        const patterns: Pattern[] = (FilterCriteria?.Filters ?? []).map(({ Pattern }: { Pattern: string }) =>
          JSON.parse(Pattern),
        );
        const filters = patterns.map(eventPattern);
        const source = `${stackName}/${logicalId}`;
        subscriptions.get(source)?.();
        const unsubscribe = deps.changes.subscribe(stream, {
          eventNames: kinds.filter(
            (kind) => patterns.length === 0 || patterns.some((pattern) => mayBe(kind, pattern)),
          ),
          receive(records) {
            const wanted = records.filter(
              (record) => filters.length === 0 || filters.some((filter) => filter.matches(record)),
            );
            if (wanted.length === 0) return;
            const resources = [stream.split("/")[1]!, name];
            const at = { service: "dynamodbstreams", operation: "GetRecords", resources };
            const arrival = deps.deliveries
              .send(at, async () => enqueue(name, stream, wanted))
              .finally(() => arriving.delete(arrival));
            arriving.add(arrival);
          },
        });
        subscriptions.set(source, unsubscribe);
        return { ref: stableUuid(physicalId) };
      },
    },
    removers: {
      async "AWS::Lambda::EventSourceMapping"({ source }) {
        subscriptions.get(source)?.();
        subscriptions.delete(source);
      },
    },
  };
}

const mayBe = (kind: string, { eventName }: Pattern): boolean =>
  !Array.isArray(eventName) || eventName.some((value) => typeof value !== "string" || value === kind);
