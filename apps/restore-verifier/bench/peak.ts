import { isDeepStrictEqual } from "node:util";
import { reconcile, TableScan } from "@holdfast/restore-check";
import { splitPage } from "../src/splitPage.ts";
import { keyNames, pages, perPage } from "./items.ts";

/** Compares two equal tables of so many items in a process of its own; prints seconds and peak memory. */
const [way = "", size = ""] = process.argv.slice(2);
const items = Number(size);
const seed = new Uint8Array(32).fill(7);
const pageOf = pages(Math.min(perPage, items));

/** What a user would write instead. */
function twoMaps(): boolean {
  const [live, restored] = [new Map(), new Map()];
  for (const side of [live, restored])
    for (let first = 0; first < items; first += perPage)
      for (const one of JSON.parse(pageOf(first).toString()).Items) side.set(`${one.id.S}\n${one.at.S}`, one);
  if (live.size !== restored.size) return false;
  for (const [key, one] of live) if (!isDeepStrictEqual(one, restored.get(key))) return false;
  return true;
}

function sketches(): boolean {
  const [live, restored] = [0, 1].map(() => {
    const scan = new TableScan({ seed, keyNames });
    for (let first = 0; first < items; first += perPage) scan.addWire(splitPage(pageOf(first)).items);
    return scan.summary.sketch;
  }) as [TableScan["summary"]["sketch"], TableScan["summary"]["sketch"]];
  live.subtract(restored);
  const result = reconcile(live, seed);
  return result.kind === "exact" && result.differences.length === 0;
}

const began = performance.now();
const equal = way === "maps" ? twoMaps() : sketches();
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage();
process.stdout.write(
  JSON.stringify({
    equal,
    seconds,
    cpu: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);
