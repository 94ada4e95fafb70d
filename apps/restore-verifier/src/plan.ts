import { DescribeTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import { commitmentTo, smallShape, usualShape } from "@holdfast/restore-check";
import * as v from "valibot";
import { nameOf } from "./errors.ts";
import {
  type LiveDescription,
  type Plan,
  type PlannedTable,
  planKey,
  type RelationPlan,
  type Side,
  scansInAGroup,
  seedKey,
  type Unit,
} from "./plan/plan.ts";
import { pointWindow, textOf } from "./pointWindow.ts";
import { type Restoring, TableRun } from "./run.ts";
import type { Services } from "./services.ts";
import { first } from "./store.ts";
import { tableShape } from "./tableShape.ts";

export const PlanEvent = v.object({ runId: v.string(), tables: v.array(TableRun) });

/** A Lambda reads about a gigabyte in two minutes: see restore-check's README. */
const SEGMENT_BYTES = 100 * 1024 * 1024;
const SEGMENTS_PER_UNIT = 10;
/** Of a huge table each Lambda reads more, in turns: one summary a turn, and one Lambda has to add them all up. */
const MOST_UNITS = 1000;
/** DynamoDB's own limit is a million. */
const MOST_SEGMENTS = 100_000;
/** A small table is read in as many parts as a machine has cores: more would only start more Lambdas. */
const SMALL_BYTES = 8 * 1024 * 1024;
/** Of a table that one Lambda could read, each reads so much at least: starting it, and its summary, cost as much. */
const UNIT_BYTES = 64 * 1024 * 1024;
/** Should it have grown to more than that by now, and most of them differ, it is joined item by item. */
const SMALL_ITEMS = 2000;
/** So many keys are joined at once: about 100 MB of memory. */
const KEYS_PER_BUCKET = 500_000;
const MOST_BITS = 12;
/** What a read unit reads, eventually consistent. */
const EVENTUAL_BYTES = 8192;

/** So many small tables are checked by one Lambda. */
const TABLES_TOGETHER = 10;
/** So many small units are read by one Lambda, and no more than a small table's bytes of them. */
const UNITS_TOGETHER = 50;

export interface PlanAnswer {
  /** Numbers of the batches that are to be scanned. */
  batches: number[];
  /** Numbers of the buckets in which relations are to be joined. */
  buckets: number[];
  /** Tables, by their places in the list, that are checked and recorded together: many small ones, one large one. */
  groups: number[][];
}

/** Draws the run's seed, commits to it, and divides what is to be read. Doing it twice gives the same plan. */
export const plan =
  (
    services: Pick<
      Services,
      "clock" | "dynamodb" | "store" | "settings" | "newSeed" | "referencesOf" | "log"
    >,
  ) =>
  async ({ runId, tables }: v.InferOutput<typeof PlanEvent>): Promise<PlanAnswer> => {
    const { store, newSeed, log } = services;
    const { seed } = await first(store, seedKey(runId), () => ({
      seed: Buffer.from(newSeed()).toString("hex"),
    }));
    // Said before the first item is read: the seed itself is revealed with the evidence.
    log({ runId, seedCommitment: commitmentTo(Buffer.from(seed, "hex")) });
    const made = await first(store, planKey(runId), () => divide(services, runId, tables));
    return {
      batches: made.batches.map((_, batch) => batch),
      buckets: Array.from({ length: made.relations.length > 0 ? 2 ** made.bits : 0 }, (_, bucket) => bucket),
      groups: groupsOf(made, tables),
    };
  };

type Dividing = Pick<Services, "clock" | "dynamodb" | "settings" | "referencesOf">;
type Readable = v.InferOutput<typeof Restoring>;

async function divide(
  services: Dividing,
  runId: string,
  runs: v.InferOutput<typeof TableRun>[],
): Promise<Plan> {
  const readable = runs.filter((run): run is Readable => run.restore?.status === "COMPLETED" && !run.problem);
  const answers = await Promise.all(readable.map((run) => describeOrMiss(services, run)));
  const described = answers.filter((answer) => "live" in answer);
  const units: Unit[] = [];
  /** Of units of small tables, their bytes. */
  const small = new Map<number, number>();
  const tables = described.map(({ run, live, restored, items, bytes }): PlannedTable => {
    const begin = units.length;
    for (const side of ["live", "restored"] as const) {
      if (bytes < SMALL_BYTES) small.set(units.length, bytes);
      units.push(...unitsOf(run.model, side, bytes, services));
    }
    return {
      model: run.model,
      live: run.table,
      restored: run.restore.tableName,
      keyNames: live.KeySchema!.map(({ AttributeName }) => AttributeName!),
      window: textOf(pointWindow(run.recoveryPoint, services.settings)),
      shape: items < SMALL_ITEMS ? smallShape : usualShape,
      units: Array.from({ length: units.length - begin }, (_, index) => begin + index),
      structure: { live: tableShape(live), restored: tableShape(restored), described: describedOf(live) },
      isSmall: bytes < SMALL_BYTES,
    };
  });
  const most = Math.max(0, ...described.map(({ items }) => items));
  const bits = Math.min(MOST_BITS, Math.max(0, Math.ceil(Math.log2(most / KEYS_PER_BUCKET))));
  return {
    runId,
    bits,
    models: runs.map(({ model }) => model),
    tables,
    gone: answers.filter((answer) => "problem" in answer),
    units,
    batches: batchesOf(units, small),
    readBy: readByOf(described, services),
    relations: relationsOf(tables, services),
  };
}

/** One table that is gone must not keep the others from being checked. */
async function describeOrMiss(services: Dividing, run: Readable) {
  try {
    return await describe(services, run);
  } catch (error) {
    if (nameOf(error) !== "ResourceNotFoundException") throw error;
    const Cause = `${run.table} or its restore ${run.restore.tableName} is gone: ${(error as Error).message}`;
    return { model: run.model, problem: { Error: nameOf(error), Cause } };
  }
}

/** Sizes are what DynamoDB last counted, about every six hours: too small a guess makes a scan longer, not wrong. */
async function describe({ dynamodb }: Dividing, run: Readable) {
  const [live, restored] = (await Promise.all(
    [run.table, run.restore.tableName].map(
      async (TableName) => (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table!,
    ),
  )) as [TableDescription, TableDescription];
  const bytes = Math.max(live.TableSizeBytes ?? 0, restored.TableSizeBytes ?? 0);
  const items = Math.max(live.ItemCount ?? 0, restored.ItemCount ?? 0);
  return { run, live, restored, items, bytes };
}

const describedOf = ({
  TableName,
  TableArn,
  StreamSpecification,
  DeletionProtectionEnabled,
}: TableDescription): LiveDescription => ({
  TableName,
  TableArn,
  StreamSpecification,
  DeletionProtectionEnabled,
});

function unitsOf(model: string, side: Side, bytes: number, { settings }: Pick<Services, "settings">): Unit[] {
  const total =
    bytes < SMALL_BYTES
      ? 1
      : Math.min(MOST_SEGMENTS, Math.max(settings.fewestSegments, Math.ceil(bytes / SEGMENT_BYTES)));
  const each =
    bytes < SEGMENT_BYTES * settings.fewestSegments
      ? Math.ceil(total / Math.ceil(bytes / UNIT_BYTES || 1))
      : Math.max(SEGMENTS_PER_UNIT, Math.ceil(total / MOST_UNITS));
  const count = Math.ceil(total / each);
  // The restored table is nobody else's: only the live one is spared.
  const budget = side === "live" ? settings.liveReadUnits : Number.MAX_SAFE_INTEGER;
  return Array.from({ length: count }, (_, unit) => ({
    model,
    side,
    first: unit * each,
    count: Math.min(each, total - unit * each),
    total,
    readUnits: {
      sums: budget / Math.min(count, settings.mostScans),
      items: budget / Math.min(count, scansInAGroup(settings.mostScans)),
    },
  }));
}

/**
 * Two hours, and four times what the largest table takes within its budget.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
function readByOf(
  described: readonly { bytes: number }[],
  { clock, settings }: Pick<Services, "clock" | "settings">,
): Plan["readBy"] {
  const most = Math.max(0, ...described.map(({ bytes }) => bytes));
  const seconds = 2 * 3600 + (4 * most) / (EVENTUAL_BYTES * settings.liveReadUnits);
  const after = (times: number) =>
    new Date(clock.now().getTime() + Math.ceil(times * seconds) * 1000).toISOString();
  return { sums: after(1), items: after(2) };
}

/** Large units one by one, small ones together: a Lambda's start costs more than their reading. */
function batchesOf(units: readonly Unit[], small: ReadonlyMap<number, number>): number[][] {
  const batches: number[][] = [];
  let together: { units: number[]; bytes: number } | undefined;
  for (const unit of units.keys()) {
    const bytes = small.get(unit);
    if (bytes === undefined) {
      batches.push([unit]);
      continue;
    }
    if (!together || together.units.length === UNITS_TOGETHER || together.bytes + bytes > SMALL_BYTES) {
      together = { units: [], bytes: 0 };
      batches.push(together.units);
    }
    together.units.push(unit);
    together.bytes += bytes;
  }
  return batches;
}

/** A table that can't be read has nothing to check: it is recorded with the small ones. */
function groupsOf(plan: Plan, runs: readonly v.InferOutput<typeof TableRun>[]): number[][] {
  const isSmall = new Map(plan.tables.map((table) => [table.model, table.isSmall]));
  const alone: number[][] = [];
  const together: number[] = [];
  for (const [index, { model }] of runs.entries()) {
    if (isSmall.get(model) ?? true) together.push(index);
    else alone.push([index]);
  }
  const groups = Array.from({ length: Math.ceil(together.length / TABLES_TOGETHER) }, (_, group) =>
    together.slice(group * TABLES_TOGETHER, (group + 1) * TABLES_TOGETHER),
  );
  return [...groups, ...alone];
}

/** References between tables of the run; those to other tables have nothing to be held against. */
function relationsOf(
  tables: PlannedTable[],
  { referencesOf, settings }: Pick<Services, "referencesOf" | "settings">,
): RelationPlan[] {
  if (!settings.checks.includes("relations")) return [];
  const models = new Set(tables.map(({ model }) => model));
  return tables.flatMap(({ model: from }) => {
    const references = referencesOf(from).filter(({ to }) => models.has(to));
    return [...new Set(references.map(({ to }) => to))].map((to) => ({
      from,
      to,
      references: references.filter((reference) => reference.to === to),
    }));
  });
}
