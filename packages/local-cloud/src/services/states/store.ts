import { Level } from "level";
import type { Block } from "./asl/definition.ts";
import type { Execution, MapRun } from "./execution.ts";
import type { HistoryEvent } from "./run/journal.ts";
import type { Frame } from "./run/run.ts";

/** A definition as it was when an execution began. */
export interface Revision {
  definition: Block;
  roleArn: string;
}

export interface Page {
  /** How many to leave out at the start. */
  from: number;
  limit: number;
  reverse?: boolean;
}

/** What is put down in one step. */
export interface Step {
  executions?: Execution[];
  mapRuns?: MapRun[];
  /** An execution's events. */
  history?: { arn: string; events: HistoryEvent[] };
  /** Where a block of an execution is. */
  frame?: { arn: string; path: string; frame: Frame };
}

/** Executions with their history and where they are: each step wholly there or, after a crash, not at all. */
export interface ExecutionStore {
  /** All but child workflows. */
  executions(): Promise<Execution[]>;
  find(arn: string): Promise<Execution | undefined>;
  /** A Map Run's child workflow, by its place. */
  child(mapRunArn: string, index: number): Promise<Execution | undefined>;
  /** A Map Run's child workflows that have begun, in the order of their items. */
  children(mapRunArn: string): AsyncIterable<Execution>;
  mapRun(arn: string): Promise<MapRun | undefined>;
  mapRuns(executionArn: string): Promise<MapRun[]>;
  put(step: Step): Promise<void>;
  /** Forgets where an execution's blocks under a path are. */
  dropFrames(arn: string, path: string): Promise<void>;
  frames(arn: string): Promise<Map<string, Frame>>;
  history(arn: string, page: Page): Promise<HistoryEvent[]>;
  lastEventId(arn: string): Promise<number>;
  /** Keeps a definition under a hash of its. */
  keepRevision(hash: string, revision: Revision): Promise<void>;
  revision(hash: string): Promise<Revision | undefined>;
  /** Forgets an execution with all that is of it. */
  remove(execution: Execution): Promise<void>;
  stop(): Promise<void>;
}

const end = "\u{10ffff}";
const keys = {
  execution: (arn: string) => `execution/${arn}`,
  child: (mapRunArn: string, index: number) => `child/${mapRunArn}\0${String(index).padStart(9, "0")}`,
  /** Where a child is, by its ARN. */
  childAt: (arn: string) => `child-at/${arn}`,
  mapRun: (arn: string) => `map-run/${arn}`,
  frame: (arn: string, path: string) => `frame/${arn}\0${path}`,
  event: (arn: string, id: number) => `event/${arn}\0${String(id).padStart(6, "0")}`,
  revision: (hash: string) => `revision/${hash}`,
};
const under = (start: string) => ({ gte: start, lt: start + end });

/** Keeps them in `folder`. Throws, naming it, when it is damaged or in use. */
export async function openExecutionStore(folder: string): Promise<ExecutionStore> {
  const db = new Level<string, any>(folder, { valueEncoding: "json" });
  await db.open().catch((error: Error) => {
    throw new Error(
      `The executions in ${folder} can't be read (${((error.cause ?? error) as Error).message}). Another program has them open, or they are damaged: stop that program, or start with --fresh.`,
      { cause: error },
    );
  });
  const keyOf = ({ arn, mapRunArn, index }: Execution) =>
    mapRunArn ? keys.child(mapRunArn, index!) : keys.execution(arn);
  const put = (key: string, value: unknown) => ({ type: "put" as const, key, value });

  const store: ExecutionStore = {
    executions: () => db.values(under("execution/")).all(),
    async find(arn) {
      const found = await db.get(keys.execution(arn));
      if (found) return found;
      const at = await db.get(keys.childAt(arn));
      return at && db.get(at);
    },
    child: (mapRunArn, index) => db.get(keys.child(mapRunArn, index)),
    children: (mapRunArn) => db.values(under(`child/${mapRunArn}\0`)),
    mapRun: (arn) => db.get(keys.mapRun(arn)),
    async mapRuns(executionArn) {
      const all: MapRun[] = await db.values(under("map-run/")).all();
      return all.filter((run) => run.executionArn === executionArn);
    },
    put: ({ executions = [], mapRuns = [], history, frame }) =>
      db.batch([
        ...executions.map((one) => put(keyOf(one), one)),
        ...executions.filter((one) => one.mapRunArn).map((one) => put(keys.childAt(one.arn), keyOf(one))),
        ...mapRuns.map((one) => put(keys.mapRun(one.arn), one)),
        ...(history?.events ?? []).map((event) => put(keys.event(history!.arn, event.id), event)),
        ...(frame ? [put(keys.frame(frame.arn, frame.path), frame.frame)] : []),
      ]),
    dropFrames: (arn, path) => db.clear(under(keys.frame(arn, path))),
    async frames(arn) {
      const prefix = keys.frame(arn, "");
      const found = await db.iterator(under(prefix)).all();
      return new Map(found.map(([key, frame]) => [key.slice(prefix.length), frame as Frame]));
    },
    async history(arn, { from, limit, reverse }) {
      const events: HistoryEvent[] = [];
      let left = from;
      const all = db.values({ ...under(keys.event(arn, 0).slice(0, -6)), reverse, limit: from + limit });
      for await (const event of all) if (left-- <= 0) events.push(event);
      return events;
    },
    async lastEventId(arn) {
      const [last] = await store.history(arn, { from: 0, limit: 1, reverse: true });
      return last?.id ?? 0;
    },
    async keepRevision(hash, revision) {
      if ((await db.get(keys.revision(hash))) === undefined) await db.put(keys.revision(hash), revision);
    },
    revision: (hash) => db.get(keys.revision(hash)),
    async remove(execution) {
      for (const run of await store.mapRuns(execution.arn)) {
        for await (const child of store.children(run.arn)) await store.remove(child);
        await db.del(keys.mapRun(run.arn));
      }
      await db.clear(under(keys.frame(execution.arn, "")));
      await db.clear(under(keys.event(execution.arn, 0).slice(0, -6)));
      await db.del(keys.childAt(execution.arn));
      await db.del(keyOf(execution));
    },
    stop: () => db.close(),
  };
  return store;
}
