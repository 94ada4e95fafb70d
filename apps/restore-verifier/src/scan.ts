import { hash } from "node:crypto";
import { summaryToBytes, TableScan, UnreadableItem } from "@holdfast/restore-check";
import * as v from "valibot";
import { type Pass, type Plan, type Position, type Receipt, receiptKey, type Unit } from "./plan/plan.ts";
import { planOf, seedOf } from "./plan/read.ts";
import type { Services } from "./services.ts";
import { getJson } from "./store.ts";

export const ScanEvent = v.object({
  runId: v.string(),
  pass: v.picklist(["sums", "items"]),
  unit: v.pipe(v.number(), v.integer(), v.minValue(0)),
  part: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
});

export interface ScanAnswer {
  runId: string;
  pass: Pass;
  unit: number;
  part: number;
  isDone: boolean;
}

/** A file of hashes is written when it takes so much memory, and begins anew. */
const FILE_BYTES = 32 * 1024 * 1024;
/** Time to write what was gathered, before the Lambda's own ends. */
const LAST_SECONDS = 60;

type Scan = Pick<Services, "store" | "readPage" | "rulesOf" | "clock" | "newId" | "settings">;

/**
 * Reads one unit, or goes on with it, and leaves a summary of it. An attempt that ran before, whole or killed
 * half-way, changes nothing: a part counts once its receipt is there, and the first receipt counts.
 * @param secondsLeft until the Lambda's time ends
 */
export const scan =
  (services: Scan, secondsLeft: () => number) =>
  async ({ runId, pass, unit, part }: v.InferOutput<typeof ScanEvent>): Promise<ScanAnswer> => {
    const { store } = services;
    const key = receiptKey(runId, pass, unit, part);
    const there = await getJson<Receipt>(store, key);
    if (there) return answer(there);
    const plan = await planOf(store, runId);
    const before =
      part === 0 ? undefined : await getJson<Receipt>(store, receiptKey(runId, pass, unit, part - 1));
    const receipt = await readOrSay(services, {
      plan,
      pass,
      unit: plan.units[unit]!,
      key,
      from: before?.next,
      secondsLeft,
    });
    const isFirst = await store.putOnce(key, Buffer.from(JSON.stringify(receipt)));
    return answer(isFirst ? receipt : (await getJson<Receipt>(store, key))!);

    function answer({ next }: Receipt): ScanAnswer {
      return { runId, pass, unit, part: next ? part + 1 : part, isDone: !next };
    }
  };

/** An item that can't be read by one attempt can't be by another: the receipt says so. */
async function readOrSay(services: Scan, part: Part): Promise<Receipt> {
  try {
    return await readPart(services, part);
  } catch (error) {
    if (!(error instanceof UnreadableItem)) throw error;
    const summary = { key: "", sha256: "" };
    return {
      items: 0,
      pages: 0,
      capacity: 0,
      summary,
      files: {},
      problem: `In the ${part.unit.side} table: ${error.message}`,
    };
  }
}

interface Part {
  plan: Plan;
  pass: Pass;
  unit: Unit;
  /** Of the receipt: the part's files are beside it. */
  key: string;
  from: Position | undefined;
  secondsLeft: () => number;
}

async function readPart(
  services: Scan,
  { plan, pass, unit, key, from, secondsLeft }: Part,
): Promise<Receipt> {
  const { store, newId } = services;
  const table = await tableScan(services, plan, pass, unit);
  // Attempts at once must not mix their files: the receipt names those that count.
  const folder = `${key.replace(/\.json$/, "")}/${newId()}`;
  const files: Record<string, string[]> = {};
  const write = async (least: number) => {
    for (const file of table.files) {
      if (file.bytes < least) continue;
      const name = `${folder}/${file.name}-${files[file.name]?.length ?? 0}`;
      files[file.name] = [...(files[file.name] ?? []), name];
      await store.put(name, file.take());
    }
  };
  const read = { items: 0, pages: 0, capacity: 0 };
  let next: Position | undefined;
  for await (const { page, position } of pages(services, plan, unit, from)) {
    for (const item of page.Items) table.add(item);
    read.items += page.Items.length;
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
  const summaryKey = `${folder}/summary`;
  await store.put(summaryKey, summary);
  return {
    ...read,
    summary: { key: summaryKey, sha256: hash("sha256", summary, "hex") },
    files,
    ...(next && { next }),
  };
}

async function tableScan(
  { store, rulesOf, settings }: Scan,
  plan: Plan,
  pass: Pass,
  unit: Unit,
): Promise<TableScan> {
  const { keyNames, pointAt, shape } = plan.tables.find(({ model }) => model === unit.model)!;
  const seed = await seedOf(store, plan.runId);
  if (pass === "items") {
    const since = Date.parse(pointAt) - settings.clockSlackSeconds * 1000;
    return new TableScan({ seed, keyNames, shape, files: { bits: plan.bits, items: { since } } });
  }
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
async function* pages({ readPage, clock }: Scan, plan: Plan, unit: Unit, from: Position | undefined) {
  const table = plan.tables.find(({ model }) => model === unit.model)![unit.side];
  const end = unit.first + unit.count;
  const started = clock.now().getTime();
  let capacity = 0;
  const read = async ({ segment, after }: Position) => {
    const ahead = capacity / unit.readUnits - (clock.now().getTime() - started) / 1000;
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
