import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Readable } from "node:stream";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { TableScan } from "@holdfast/restore-check";
import {
  compare,
  options,
  promise,
  row,
  say,
  thousands,
} from "../../../packages/local-cloud/bench/figures.ts";
import { Element } from "../../../packages/restore-check/src/sketch/element.ts";
import { keyNames, page, perPage } from "./items.ts";

const seed = new Uint8Array(32).fill(7);
const wire = page(0);
const parsed = JSON.parse(wire.toString()).Items;
const rounds = 21;

const speed = (work: () => void) => async () => {
  const began = performance.now();
  work();
  return perPage / ((performance.now() - began) / 1000);
};

const element = new Element(seed, keyNames);
const [fromItems, fromWire, fromSdk] = [0, 1, 2].map(() => new TableScan({ seed, keyNames })) as [
  TableScan,
  TableScan,
  TableScan,
];
const client = new DynamoDBClient({
  region: "us-east-1",
  credentials: { accessKeyId: "key", secretAccessKey: "secret" },
  requestHandler: {
    async handle() {
      const headers = { "content-type": "application/x-amz-json-1.0" };
      return { response: { statusCode: 200, headers, body: Readable.from([wire]) } };
    },
  } as never,
});

say(
  `From wire bytes to a summary, ${thousands(perPage)} items of ${Math.round(wire.length / perPage)} bytes a page, one core; items a second, medians of ${rounds} rounds.\n`,
);
const figures = await compare(rounds, {
  canonical: speed(() => {
    for (const item of parsed) element.read(item);
  }),
  summary: speed(() => {
    for (const item of parsed) fromItems.add(item);
  }),
  wire: speed(() => {
    for (const item of JSON.parse(wire.toString()).Items) fromWire.add(item);
  }),
  sdk: async () => {
    const began = performance.now();
    const { Items = [] } = await client.send(new ScanCommand({ TableName: "Item" }));
    for (const item of Items) fromSdk.add(item as never);
    return perPage / ((performance.now() - began) / 1000);
  },
});
row("canonical form and hashes", thousands(figures.canonical));
row("the same, and the summary", thousands(figures.summary));
row("wire bytes to summary", thousands(figures.wire));
row("the SDK's decoding, and the same summary", thousands(figures.sdk));
const added = figures.canonical / figures.summary - 1;
promise("at least 50,000 items a second from the wire", figures.wire >= 50_000, thousands(figures.wire));
promise(
  "at least 2.5 times what the SDK's decoding reaches",
  figures.wire / figures.sdk >= 2.5,
  (figures.wire / figures.sdk).toFixed(1),
);
promise(
  "the summary adds at most 30 % to canonical form and hashes",
  added <= 0.3,
  `${Math.round(added * 100)} %`,
);

const sizes = options.full ? [10_000, 1_000_000, 10_000_000] : [10_000, 300_000];
say("\nTwo equal tables compared, each way in a process of its own; seconds and peak memory in MB.\n");
row("", ...sizes.map(thousands));
/** The summaries in a small heap, as in a small Lambda: garbage is then collected before it piles up. */
const heap = {
  sketches: ["--max-old-space-size=96", "--max-semi-space-size=4"],
  maps: ["--max-old-space-size=8192"],
};
interface Peak {
  equal: boolean;
  seconds: number;
  peakMb: number;
}
function measure(way: keyof typeof heap, items: number): Peak | undefined {
  const script = join(import.meta.dirname, "peak.ts");
  const { status, stdout } = spawnSync(process.execPath, [...heap[way], script, way, String(items)], {
    encoding: "utf8",
  });
  return status === 0 ? JSON.parse(stdout) : undefined;
}
const cell = (one: ReturnType<typeof measure>) =>
  one ? `${one.seconds.toFixed(1)} s ${Math.round(one.peakMb)} MB` : "out of memory";
const sketches = sizes.map((size) => measure("sketches", size));
row("summaries", ...sketches.map(cell));
row("two Maps and deep equality", ...sizes.map((size) => cell(measure("maps", size))));
const peaks = sketches.map((one) => one?.peakMb ?? Number.POSITIVE_INFINITY);
promise(
  "every comparison finds the tables equal",
  sketches.every((one) => one?.equal),
  `${sketches.length} sizes`,
);
promise(
  "peak memory of the summaries the same at every size, give or take 20 MB",
  Math.max(...peaks) - Math.min(...peaks) <= 40,
  `${peaks.map(Math.round).join(", ")} MB`,
);
