import { hash } from "node:crypto";
import { summaryToBytes, TableScan, UnreadableItem } from "@holdfast/restore-check";
import * as v from "valibot";
import { type Kept, keep } from "./kept.ts";
import { type Pass, type Plan, type Position, type Receipt, receiptKey, type Unit } from "./plan/plan.ts";
import { planOf, seedOf } from "./plan/read.ts";
import type { Services } from "./services.ts";
import { first, getJson } from "./store.ts";

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const ScanEvent = v.object({
  runId: v.string(),
  pass: v.picklist(["sums", "items"]),
  batch: Count,
  left: v.optional(v.array(v.object({ unit: Count, part: Count }))),
});

export interface ScanAnswer {
  runId: string;
  pass: Pass;
  batch: number;
  /** What the next turn has to read; a part counts from 0. */
  left: UnitPart[];
  isDone: boolean;
}

interface UnitPart {
  unit: number;
  part: number;
}

/** A file of hashes is written when it takes so much memory, and begins anew. */
const FILE_BYTES = 32 * 1024 * 1024;
/** Time to write what was gathered, before the Lambda's own ends. */
const LAST_SECONDS = 60;
/** Small ones only come together: while one waits for an answer another is summed up. */
const UNITS_AT_ONCE = 4;

type Scan = Pick<Services, "store" | "readPage" | "rulesOf" | "clock" | "newId">;

/**
 * Reads a batch of units, or goes on with it, and leaves a summary of each. An attempt that ran before, whole or killed
 * half-way, changes nothing: a part counts once its receipt is there, and the first receipt counts.
 * @param secondsLeft until the Lambda's time ends
 */
export const scan =
  (services: Scan, secondsLeft: () => number) =>
  async ({ runId, pass, batch, left }: v.InferOutput<typeof ScanEvent>): Promise<ScanAnswer> => {
    const plan = await planOf(services.store, runId);
    // The second pass is of a few tables: their units are read one by one.
    const units = pass === "sums" ? plan.batches[batch]! : [batch];
    const asked = left ?? units.map((unit) => ({ unit, part: 0 }));
    const { next, toRead } = await notYetRead(services, plan, pass, asked);
    const failures: unknown[] = [];
    let begun = 0;
    const readOn = async () => {
      for (let one = toRead.shift(); one; one = toRead.shift()) {
        if (begun++ > 0 && secondsLeft() < LAST_SECONDS) {
          next.push(one);
          continue;
        }
        // One table that can't be read must not keep the others from it.
        const receipt = await readOnce(services, { plan, pass, ...one, secondsLeft }).catch((error) => {
          failures.push(error);
        });
        if (receipt?.next) next.push({ ...one, part: one.part + 1 });
      }
    };
    await Promise.all(Array.from({ length: UNITS_AT_ONCE }, readOn));
    if (failures.length > 0) throw failures[0];
    return { runId, pass, batch, left: next, isDone: next.length === 0 };
  };

/** Leaves out what an attempt before has done: up to the first part without a receipt, and all after that is read. */
async function notYetRead({ store }: Scan, plan: Plan, pass: Pass, asked: readonly UnitPart[]) {
  const next: UnitPart[] = [];
  for (const [index, { unit, part }] of asked.entries()) {
    const there = await getJson<Receipt>(store, receiptKey(plan.runId, pass, unit, part));
    if (!there) return { next, toRead: asked.slice(index) };
    if (there.next) next.push({ unit, part: part + 1 });
  }
  return { next, toRead: [] };
}

interface Part extends UnitPart {
  plan: Plan;
  pass: Pass;
  secondsLeft: () => number;
}

async function readOnce(services: Scan, one: Part): Promise<Receipt> {
  const { store } = services;
  const { plan, pass, unit, part } = one;
  const before =
    part === 0 ? undefined : await getJson<Receipt>(store, receiptKey(plan.runId, pass, unit, part - 1));
  return first(store, receiptKey(plan.runId, pass, unit, part), () => readOrSay(services, one, before?.next));
}

/** What can't be read by one attempt can't be by another, and what takes for ever comes to an end: the receipt says so. */
async function readOrSay(services: Scan, one: Part, from: Position | undefined): Promise<Receipt> {
  const { side } = one.plan.units[one.unit]!;
  const readBy = one.plan.readBy[one.pass];
  if (services.clock.now() > new Date(readBy)) {
    return unreadable(
      `The ${side} table was not read by ${readBy}: its reads were throttled for hours. Give it more capacity, or verify when it is less busy.`,
    );
  }
  try {
    return await readPart(services, one, from);
  } catch (error) {
    if (!(error instanceof UnreadableItem)) throw error;
    return unreadable(`In the ${side} table: ${error.message}`);
  }
}

const unreadable = (problem: string): Receipt => ({
  items: 0,
  pages: 0,
  capacity: 0,
  summary: { base64: "", sha256: "" },
  files: {},
  problem,
});

async function readPart(
  services: Scan,
  { plan, pass, unit: number, part, secondsLeft }: Part,
  from: Position | undefined,
): Promise<Receipt> {
  const { store, newId } = services;
  const unit = plan.units[number]!;
  const table = await tableScan(services, plan, pass, unit);
  // Attempts at once must not mix their files: the receipt names those that count.
  const folder = `${receiptKey(plan.runId, pass, number, part).replace(/\.json$/, "")}/${newId()}`;
  const files: Record<string, Kept[]> = {};
  const write = async (least: number) => {
    for (const file of table.files) {
      if (file.bytes < least) continue;
      const before = files[file.name] ?? [];
      const name = `${folder}/${file.name}-${before.length}`;
      files[file.name] = [...before, await keep(store, name, file.take())];
    }
  };
  const read = { items: 0, pages: 0, capacity: 0 };
  let next: Position | undefined;
  for await (const { page, position } of pages(services, plan, pass, unit, from)) {
    read.items += table.addWire(page.items);
    read.pages++;
    read.capacity += page.capacity;
    await write(FILE_BYTES);
    if (position && secondsLeft() < LAST_SECONDS) {
      next = position;
      break;
    }
  }
  await write(0);
  const summary = summaryToBytes(table.summary);
  const kept = await keep(store, `${folder}/summary`, summary);
  return {
    ...read,
    summary: { ...kept, sha256: hash("sha256", summary, "hex") },
    files,
    ...(next && { next }),
  };
}

async function tableScan({ store, rulesOf }: Scan, plan: Plan, pass: Pass, unit: Unit): Promise<TableScan> {
  const { keyNames, shape } = plan.tables.find(({ model }) => model === unit.model)!;
  const seed = await seedOf(store, plan.runId);
  if (pass === "items")
    return new TableScan({ seed, keyNames, shape, files: { bits: plan.bits, items: true } });
  if (unit.side === "live") return new TableScan({ seed, keyNames, shape });
  return new TableScan({
    seed,
    keyNames,
    shape,
    model: rulesOf(unit.model),
    files: {
      bits: plan.bits,
      keys: plan.relations.some(({ to }) => to === unit.model),
      references: plan.relations.flatMap(({ from, references }) => (from === unit.model ? references : [])),
    },
  });
}

/** The unit's pages, one read ahead, each with where to go on after it; no faster than the unit's budget. */
async function* pages(
  { readPage, clock }: Scan,
  plan: Plan,
  pass: Pass,
  unit: Unit,
  from: Position | undefined,
) {
  const table = plan.tables.find(({ model }) => model === unit.model)![unit.side];
  const end = unit.first + unit.count;
  const started = clock.now().getTime();
  let capacity = 0;
  const read = async ({ segment, after }: Position) => {
    const ahead = capacity / unit.readUnits[pass] - (clock.now().getTime() - started) / 1000;
    if (ahead > 0) await clock.sleep(ahead);
    const page = await readPage({
      TableName: table,
      Segment: segment,
      TotalSegments: unit.total,
      ...(after && { ExclusiveStartKey: after }),
    });
    capacity += page.capacity;
    const position: Position | undefined = page.LastEvaluatedKey
      ? { segment, after: page.LastEvaluatedKey }
      : segment + 1 < end
        ? { segment: segment + 1 }
        : undefined;
    return { page, position };
  };
  let next: ReturnType<typeof read> | undefined = read(from ?? { segment: unit.first });
  while (next) {
    const { page, position }: Awaited<ReturnType<typeof read>> = await next;
    next = position && read(position);
    // Its failure is met in its turn; until then, or when nobody asks any more, it is no unhandled one.
    next?.catch(() => {});
    yield { page, position };
  }
}
