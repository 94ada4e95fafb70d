import type { CloudClock } from "../../clock.ts";
import type { Deliveries } from "../../faults/deliveries.ts";
import type { ResourceHandler, ResourceRemover } from "../../service.ts";
import { stableUuid } from "../../stableId.ts";
import type { ChangeCapture, StreamRecord } from "../dynamodb/streams.ts";
import { type EventSourceMapping, isDynamoDbStream, mappingOf } from "./eventSourceMapping.ts";
import type { InvocationResult } from "./process.ts";
import type { StreamQueue } from "./streamQueue.ts";
import { readStream, type StreamReader } from "./streamReader.ts";

interface EventSourceDeps {
  changes: ChangeCapture;
  deliveries: Pick<Deliveries, "send">;
  queue: StreamQueue;
  clock: CloudClock;
  newId(): string;
  /** Invokes the function, once its role may read the stream. */
  invoke(functionName: string, event: unknown, streamArn: string): Promise<InvocationResult>;
  /** Hands what was given up to a mapping's destination, as the function's role. */
  deliver(functionName: string, destinationArn: string, payload: object): Promise<void>;
  log(message: string): void;
}

type Pattern = Record<string, unknown>;

const kinds: StreamRecord["eventName"][] = ["INSERT", "MODIFY", "REMOVE"];

/**
 * DynamoDB streams that invoke Lambda functions. What a function hasn't taken when the cloud stops, or is killed, it
 * gets at the next start.
 */
export function eventSources(deps: EventSourceDeps): {
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  /** Goes on with what was left when the cloud stopped. */
  resume(): void;
  stop(): Promise<void>;
} {
  const running = new Map<
    string,
    { reader: StreamReader; mapping: EventSourceMapping; end(): Promise<void> }
  >();

  function subscribe(mapping: EventSourceMapping, reader: StreamReader): () => void {
    const { stream, functionName, patterns, filters } = mapping;
    return deps.changes.subscribe(stream, {
      eventNames: kinds.filter(
        (kind) => patterns.length === 0 || patterns.some((pattern) => mayBe(kind, pattern)),
      ),
      receive(records) {
        const wanted = records.filter(
          (record) => filters.length === 0 || filters.some((filter) => filter.matches(record)),
        );
        if (wanted.length === 0) return;
        const resources = [stream.split("/")[1]!, functionName];
        const at = { service: "dynamodbstreams", operation: "GetRecords", resources };
        // A fault may hold them back: whoever writes doesn't wait for that.
        let put: Promise<void> | undefined;
        deps.deliveries
          .send(at, async () => {
            put = deps.clock.work(deps.queue.append(mapping.id, wanted));
            await put;
            reader.wake();
          })
          .catch((error: Error) =>
            deps.log(`A change of ${stream} is lost to ${functionName}: ${error.message}`),
          );
        return put;
      },
    });
  }

  return {
    resume() {
      for (const { reader } of running.values()) reader.wake();
    },
    async stop() {
      await Promise.all([...running.values()].map(({ end }) => end()));
      await deps.queue.stop();
    },
    resources: {
      async "AWS::Lambda::EventSourceMapping"({ properties, physicalId, stackName, logicalId }) {
        const id = stableUuid(physicalId);
        const source = `${stackName}/${logicalId}`;
        if (!isDynamoDbStream(properties.EventSourceArn))
          return {
            ref: id,
            warnings: [`${source} doesn't run: ${properties.EventSourceArn} is no DynamoDB stream.`],
          };
        await running.get(source)?.end();
        running.delete(source);
        const mapping = mappingOf(id, properties);
        if (!mapping.enabled) return { ref: id };
        const reader = readStream(mapping, deps);
        const unsubscribe = subscribe(mapping, reader);
        const end = () => {
          unsubscribe();
          return reader.stop();
        };
        running.set(source, { reader, mapping, end });
        return { ref: id };
      },
    },
    removers: {
      async "AWS::Lambda::EventSourceMapping"({ source, physicalId }) {
        await running.get(source)?.end();
        running.delete(source);
        await deps.queue.clear(physicalId);
      },
    },
  };
}

const mayBe = (kind: string, { eventName }: Pattern): boolean =>
  !Array.isArray(eventName) || eventName.some((value) => typeof value !== "string" || value === kind);
