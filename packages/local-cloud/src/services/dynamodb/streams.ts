import type { JsonFile } from "../../jsonFile.ts";
import type { HttpReply } from "../../service.ts";
import { asJson } from "./call.ts";
import type { Engine } from "./engine.ts";
import { createItemLocks } from "./itemLocks.ts";
import { streamLabel, type Tables } from "./tables.ts";
import { type WireItem, type Write, writesItems, writesOf } from "./writes.ts";

export interface StreamRecord {
  eventID: string;
  eventName: "INSERT" | "MODIFY" | "REMOVE";
  eventVersion: "1.1";
  eventSource: "aws:dynamodb";
  awsRegion: string;
  eventSourceARN: string;
  /** Only of an item that DynamoDB itself deleted, because its time to live was over. */
  userIdentity?: { type: "Service"; principalId: "dynamodb.amazonaws.com" };
  dynamodb: {
    /** Epoch seconds. */
    ApproximateCreationDateTime: number;
    Keys: WireItem;
    OldImage?: WireItem;
    NewImage?: WireItem;
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

/** Keeps what items were before they were written, of the tables it wants to. */
export interface BeforeImages {
  wants(table: string): boolean;
  /** On disk when it resolves: the items are written only then. */
  keep(images: { table: string; key: WireItem; before: WireItem | undefined }[]): Promise<void>;
}

/** Watches writes on their way to the engine: makes stream records of them, and keeps what was before. */
export interface ChangeCapture {
  around(
    operation: string,
    input: Record<string, any>,
    send: () => Promise<HttpReply>,
    by?: "time to live",
  ): Promise<HttpReply>;
  /** Gives what ends it. */
  subscribe(streamArn: string, consumer: StreamConsumer): () => void;
  /** Resolves when all writes that have begun are over. */
  settled(): Promise<void>;
}

interface StreamDeps {
  engine: Pick<Engine, "send">;
  tables: Tables;
  region: string;
  now: () => Date;
  beforeImages: BeforeImages;
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

/**
 * Records carry what a stream has of a change: its keys and, as far as the view type asks for them, the images.
 * Only writes to tables that somebody listens to, or that can be recovered continuously, are looked at; those to
 * one item then go one after the other.
 */
export function createChangeCapture({
  engine,
  tables,
  region,
  now,
  beforeImages,
  sequence,
}: StreamDeps): ChangeCapture {
  const consumers = new Map<string, StreamConsumer[]>();
  const keyNames = new Map<string, string[]>();
  const locks = createItemLocks();
  const underWay = new Set<Promise<unknown>>();
  const nextSequence = sequenceFrom(sequence);

  const streamArn = (table: string) => `${tables.arn(table)}/stream/${streamLabel}`;

  async function keysOf(table: string): Promise<string[]> {
    // A table that is made anew may have another key.
    const name = `${table} ${tables.settings(table).createdAt}`;
    if (!keyNames.has(name)) {
      const details = await tables.describe(table);
      keyNames.set(name, details?.description.KeySchema?.map(({ AttributeName }) => AttributeName!) ?? []);
    }
    return keyNames.get(name)!;
  }

  const listened = (table: string, kinds: StreamRecord["eventName"][]) =>
    consumers
      .get(streamArn(table))
      ?.some(({ eventNames }) => kinds.some((kind) => eventNames.includes(kind))) ?? false;

  const wanted = ({ table, after }: Write): boolean =>
    beforeImages.wants(table) || listened(table, after ? ["INSERT", "MODIFY"] : ["REMOVE"]);

  /** The items as they are, in the order of the writes. */
  async function read(writes: Write[]): Promise<(WireItem | undefined)[]> {
    return Promise.all(
      writes.map(async ({ table, key }) => {
        const asked = asJson({ TableName: table, Key: key, ConsistentRead: true });
        const reply = await engine.send("GetItem", asked);
        return reply.status === 200 ? JSON.parse(String(reply.body)).Item : undefined;
      }),
    );
  }

  function record(
    { table, key }: Write,
    before: WireItem | undefined,
    after: WireItem | undefined,
    by: "time to live" | undefined,
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
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
      ...(by && { userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" } }),
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

  async function watched(
    writes: Write[],
    send: () => Promise<HttpReply>,
    by: "time to live" | undefined,
  ): Promise<HttpReply> {
    const before = await read(writes);
    const kept = writes.flatMap(({ table, key }, index) =>
      beforeImages.wants(table) ? [{ table, key, before: before[index] }] : [],
    );
    if (kept.length > 0) await beforeImages.keep(kept);
    const reply = await send();
    if (reply.status !== 200) return reply;
    const left = leftOver(reply, writes);
    for (const [index, write] of writes.entries()) {
      if (left.has(write) || !listened(write.table, ["INSERT", "MODIFY", "REMOVE"])) continue;
      const after = write.after === "unknown" ? (await read([write]))[0] : write.after;
      const change = record(write, before[index], after, by);
      if (!change) continue;
      for (const consumer of consumers.get(change.eventSourceARN) ?? []) {
        if (consumer.eventNames.includes(change.eventName)) await consumer.receive([change]);
      }
    }
    return reply;
  }

  async function handle(
    operation: string,
    input: Record<string, any>,
    send: () => Promise<HttpReply>,
    by: "time to live" | undefined,
  ): Promise<HttpReply> {
    const writes = (await writesOf(operation, input, keysOf)).filter(wanted);
    if (writes.length === 0) return send();
    return locks.hold(writes, () => watched(writes, send, by));
  }

  return {
    subscribe(arn, consumer) {
      consumers.set(arn, [...(consumers.get(arn) ?? []), consumer]);
      return () => {
        const others = consumers.get(arn)?.filter((one) => one !== consumer) ?? [];
        consumers.set(arn, others);
      };
    },
    async around(operation, input, send, by) {
      if (!writesItems(operation)) return send();
      const handling = handle(operation, input, send, by).finally(() => underWay.delete(handling));
      underWay.add(handling);
      return handling;
    },
    async settled() {
      await Promise.allSettled([...underWay]);
    },
  };
}

/** The writes of a batch that the engine didn't do. */
function leftOver(reply: HttpReply, writes: Write[]): Set<Write> {
  const unprocessed = JSON.parse(String(reply.body)).UnprocessedItems as
    | Record<string, { PutRequest?: { Item: WireItem }; DeleteRequest?: { Key: WireItem } }[]>
    | undefined;
  const requests = Object.entries(unprocessed ?? {}).flatMap(([table, all]) =>
    all.map(({ PutRequest, DeleteRequest }) => ({
      table,
      holds: PutRequest?.Item ?? DeleteRequest?.Key ?? {},
    })),
  );
  return new Set(
    writes.filter(({ table, key }) =>
      requests.some(
        ({ table: other, holds }) =>
          other === table &&
          Object.entries(key).every(([name, value]) => JSON.stringify(holds[name]) === JSON.stringify(value)),
      ),
    ),
  );
}
