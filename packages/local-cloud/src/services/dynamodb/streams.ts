import type { JsonFile } from "../../jsonFile.ts";
import type { HttpReply } from "../../service.ts";
import type { Engine } from "./engine.ts";
import { streamLabel, type Tables } from "./tables.ts";

type Item = Record<string, unknown>;

export interface StreamRecord {
  eventID: string;
  eventName: "INSERT" | "MODIFY" | "REMOVE";
  eventVersion: "1.1";
  eventSource: "aws:dynamodb";
  awsRegion: string;
  eventSourceARN: string;
  dynamodb: {
    /** Epoch seconds. */
    ApproximateCreationDateTime: number;
    Keys: Item;
    OldImage?: Item;
    NewImage?: Item;
    SequenceNumber: string;
    StreamViewType: string;
  };
}

export interface StreamConsumer {
  /** The only kinds of change it wants; a table's other writes are then not looked at. */
  eventNames: StreamRecord["eventName"][];
  /** Whoever writes waits until they are in safe keeping. */
  receive(records: StreamRecord[]): Promise<void> | void;
}

/** Watches writes on their way to the engine and makes stream records of them. */
export interface ChangeCapture {
  around(operation: string, input: Record<string, any>, send: () => Promise<HttpReply>): Promise<HttpReply>;
  /** Gives what ends it. */
  subscribe(streamArn: string, consumer: StreamConsumer): () => void;
}

interface StreamDeps {
  engine: Engine;
  tables: Tables;
  region: string;
  now: () => Date;
  /** Where the next run's sequence numbers begin. */
  sequence: JsonFile<{ next: number }>;
}

/** So many numbers are set aside at once: a crash leaves some out, and none is ever given twice. */
const reserved = 1000;

function sequenceFrom(file: JsonFile<{ next: number }>): () => string {
  let number = file.value.next;
  return () => {
    if (number >= file.value.next) {
      file.value = { next: number + reserved };
      file.save();
    }
    return String(++number).padStart(21, "0");
  };
}

interface Write {
  table: string;
  key: Item;
  /** The item as the write leaves it: undefined when deleted, "unknown" when only the engine can say. */
  after: Item | undefined | "unknown";
}

/**
 * Records carry what a stream has of a change: its keys and, as far as the view type asks for them, the images.
 * Only writes to tables that somebody listens to are looked at.
 */
export function createChangeCapture({ engine, tables, region, now, sequence }: StreamDeps): ChangeCapture {
  const consumers = new Map<string, StreamConsumer[]>();
  const keyNames = new Map<string, string[]>();
  const nextSequence = sequenceFrom(sequence);

  const streamArn = (table: string) => `${tables.arn(table)}/stream/${streamLabel}`;

  async function keysOf(table: string): Promise<string[]> {
    if (!keyNames.has(table)) {
      const details = await tables.describe(table);
      keyNames.set(table, details?.description.KeySchema?.map(({ AttributeName }) => AttributeName!) ?? []);
    }
    return keyNames.get(table)!;
  }

  async function read({ table, key }: Write): Promise<Item | undefined> {
    const body = Buffer.from(JSON.stringify({ TableName: table, Key: key, ConsistentRead: true }));
    const reply = await engine.send("GetItem", body);
    return reply.status === 200 ? JSON.parse(String(reply.body)).Item : undefined;
  }

  const wanted = (table: string, ...kinds: StreamRecord["eventName"][]) =>
    consumers
      .get(streamArn(table))
      ?.some(({ eventNames }) => kinds.some((kind) => eventNames.includes(kind)));

  async function put(table: string, item: Item): Promise<Write[]> {
    if (!wanted(table, "INSERT", "MODIFY")) return [];
    const names = await keysOf(table);
    return [{ table, key: Object.fromEntries(names.map((name) => [name, item[name]])), after: item }];
  }

  const removal = (table: string, key: Item): Write[] =>
    wanted(table, "REMOVE") ? [{ table, key, after: undefined }] : [];

  async function writesOf(operation: string, input: Record<string, any>): Promise<Write[]> {
    const table = input.TableName;
    if (operation === "PutItem") return put(table, input.Item);
    if (operation === "DeleteItem") return removal(table, input.Key);
    if (operation === "UpdateItem") {
      return wanted(table, "INSERT", "MODIFY") ? [{ table, key: input.Key, after: "unknown" }] : [];
    }
    if (operation !== "BatchWriteItem") return [];
    const batches = Object.entries(input.RequestItems as Record<string, any[]>).flatMap(([name, requests]) =>
      requests.map((request) =>
        request.PutRequest ? put(name, request.PutRequest.Item) : removal(name, request.DeleteRequest.Key),
      ),
    );
    return (await Promise.all(batches)).flat();
  }

  function record(
    { table, key }: Write,
    before: Item | undefined,
    after: Item | undefined,
  ): StreamRecord | undefined {
    if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
    const view = tables.settings(table).streamViewType ?? "KEYS_ONLY";
    const sequenceNumber = nextSequence();
    return {
      eventID: `${streamArn(table)}:${sequenceNumber}`,
      eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: region,
      eventSourceARN: streamArn(table),
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(now().getTime() / 1000),
        Keys: key,
        ...(before && (view === "OLD_IMAGE" || view === "NEW_AND_OLD_IMAGES") && { OldImage: before }),
        ...(after && (view === "NEW_IMAGE" || view === "NEW_AND_OLD_IMAGES") && { NewImage: after }),
        SequenceNumber: sequenceNumber,
        StreamViewType: view,
      },
    };
  }

  return {
    subscribe(arn, consumer) {
      consumers.set(arn, [...(consumers.get(arn) ?? []), consumer]);
      return () => {
        const others = consumers.get(arn)?.filter((one) => one !== consumer) ?? [];
        consumers.set(arn, others);
      };
    },
    async around(operation, input, send) {
      const writes = await writesOf(operation, input);
      if (writes.length === 0) return send();
      const before = await Promise.all(writes.map(read));
      const reply = await send();
      if (reply.status !== 200) return reply;
      for (const [index, write] of writes.entries()) {
        const change = record(
          write,
          before[index],
          write.after === "unknown" ? await read(write) : write.after,
        );
        if (!change) continue;
        for (const consumer of consumers.get(change.eventSourceARN) ?? []) {
          if (consumer.eventNames.includes(change.eventName)) await consumer.receive([change]);
        }
      }
      return reply;
    },
  };
}
