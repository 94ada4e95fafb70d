import { setTimeout as sleep } from "node:timers/promises";
import type { ResourceHandler } from "../../service.ts";
import { stableUuid } from "../../stableId.ts";
import type { ChangeCapture, StreamRecord } from "../dynamodb/streams.ts";
import { matches } from "../events/pattern.ts";
import type { InvocationResult } from "./process.ts";

interface EventSourceDeps {
  changes: ChangeCapture;
  /** Invokes the function, once its role may read the stream. */
  invoke(functionName: string, event: unknown, streamArn: string): Promise<InvocationResult>;
  log(message: string): void;
}

type Pattern = Record<string, unknown>;

const kinds: StreamRecord["eventName"][] = ["INSERT", "MODIFY", "REMOVE"];
const attempts = 4;

/** DynamoDB streams that invoke Lambda functions, in order and at least once while the local cloud runs. */
export function eventSources(deps: EventSourceDeps): {
  resources: Record<string, ResourceHandler>;
  settle(): Promise<void>;
} {
  const queues = new Map<string, Promise<void>>();

  async function deliver(name: string, stream: string, records: StreamRecord[]): Promise<void> {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const problem = await deps
        .invoke(name, { Records: records }, stream)
        .then((result) => ("error" in result ? result.error.errorMessage : undefined))
        .catch((error: Error) => error.message);
      if (!problem) return;
      deps.log(
        `${name} couldn't take ${records.length} records of ${stream} (attempt ${attempt}): ${problem}`,
      );
      await sleep(100 * 2 ** attempt);
    }
  }

  return {
    settle: async () => {
      await Promise.all(queues.values());
    },
    resources: {
      async "AWS::Lambda::EventSourceMapping"({ properties, physicalId }) {
        const { EventSourceArn: stream, FunctionName: name, FilterCriteria } = properties;
        const patterns: Pattern[] = (FilterCriteria?.Filters ?? []).map(({ Pattern }: { Pattern: string }) =>
          JSON.parse(Pattern),
        );
        deps.changes.subscribe(stream, {
          eventNames: kinds.filter(
            (kind) => patterns.length === 0 || patterns.some((pattern) => mayBe(kind, pattern)),
          ),
          receive(records) {
            const wanted = records.filter(
              (record) =>
                patterns.length === 0 || patterns.some((pattern) => matches(pattern, record as any)),
            );
            if (wanted.length === 0) return;
            const queue = `${stream} ${name}`;
            queues.set(
              queue,
              (queues.get(queue) ?? Promise.resolve()).then(() => deliver(name, stream, wanted)),
            );
          },
        });
        return { ref: stableUuid(physicalId) };
      },
    },
  };
}

const mayBe = (kind: string, { eventName }: Pattern): boolean =>
  !Array.isArray(eventName) || eventName.some((value) => typeof value !== "string" || value === kind);
