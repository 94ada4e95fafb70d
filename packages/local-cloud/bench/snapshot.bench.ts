import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSnapshot } from "../src/services/backup/snapshot/read.ts";
import { writeSnapshot } from "../src/services/backup/snapshot/write.ts";
import { engineCall, patientCall } from "../src/services/dynamodb/call.ts";
import { startDynalite } from "../src/services/dynamodb/dynaliteEngine.ts";
import { writeItems } from "../src/services/dynamodb/moving/fill.ts";
import { pageItems, readers, segments } from "../src/services/dynamodb/moving/scan.ts";
import { compare, promise, row, say, secondsOf, thousands } from "./figures.ts";
import { keySchema, makeTable, scanBare, writeBare } from "./table.ts";

const items = 200_000;
const restored = 50_000;
const writers = 8;
const bound = 0.8;

const root = await mkdtemp(join(tmpdir(), "holdfast-bench-"));
const engine = await startDynalite(join(root, "dynamodb"), "us-east-1");
const call = patientCall(engine);
const { signal } = new AbortController();
const dataKey = { plaintext: randomBytes(32), ciphertext: randomBytes(64) };
let made = 0;

async function snapshot(tableName: string) {
  const folder = join(root, `point-${++made}`);
  await mkdir(folder);
  const point = { id: folder, resourceArn: tableName, creationDate: new Date().toISOString() };
  const manifest = await writeSnapshot({ call, tableName, table: keySchema, folder, point, dataKey, signal });
  return { folder, point, manifest };
}

/** Items a second. */
const speed = async (count: number, run: () => Promise<unknown>) => count / (await secondsOf(run));

try {
  say(`Snapshot of ${thousands(items)} items; items a second, medians of 5 rounds.\n`);
  await makeTable(engine, "Item");
  await writeBare(engine.client, "Item", items, writers);
  const scans = await compare(5, {
    same: () => speed(items, () => scanBare(engine.client, "Item", { segments, readers, pageItems })),
    four: () => speed(items, () => scanBare(engine.client, "Item", { segments: readers, readers })),
    snapshot: () =>
      speed(items, async () => {
        const { folder, manifest } = await snapshot("Item");
        if (manifest.items !== items) throw new Error(`The snapshot holds ${manifest.items} items.`);
        await rm(folder, { recursive: true });
      }),
  });
  row(`bare scan, ${segments} segments, ${readers} at a time`, thousands(scans.same));
  row(`bare scan, ${readers} segments, pages of 1 MB`, thousands(scans.four));
  row("snapshot: scanned, compressed, sealed, fsynced", thousands(scans.snapshot));
  const scanRatio = scans.snapshot / Math.max(scans.same, scans.four);
  promise(`a snapshot at ${bound} of the faster bare scan`, scanRatio >= bound, scanRatio.toFixed(2));

  say(`\nRestore of ${thousands(restored)} items; items a second, medians of 3 rounds.\n`);
  await makeTable(engine, "Small");
  await writeBare(engine.client, "Small", restored, writers);
  const { folder, point } = await snapshot("Small");
  let tables = 0;
  const intoNewTable = async (fill: (table: string) => Promise<unknown>) => {
    const table = `New${++tables}`;
    await makeTable(engine, table);
    const result = await speed(restored, () => fill(table));
    await engineCall(engine, "DeleteTable", { TableName: table });
    return result;
  };
  const writes = await compare(3, {
    bare: () => intoNewTable((table) => writeBare(engine.client, table, restored, writers)),
    restore: () =>
      intoNewTable(async (table) => {
        const { chunks } = await openSnapshot(folder, point, () => dataKey.plaintext);
        await writeItems(call, table, chunks(), { signal });
      }),
  });
  row(`bare batch writes, ${writers} at a time`, thousands(writes.bare));
  row("restore: authenticated, read, written", thousands(writes.restore));
  const writeRatio = writes.restore / writes.bare;
  promise(`a restore at ${bound} of bare batch writes`, writeRatio >= bound, writeRatio.toFixed(2));
} finally {
  await engine.stop();
  await rm(root, { recursive: true });
}
