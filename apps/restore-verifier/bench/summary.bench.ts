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
import { WireItems } from "../../../packages/restore-check/src/wire/items.ts";
import { rawScan } from "../src/rawScan.ts";
import { splitPage } from "../src/splitPage.ts";
import { keyNames, page, perPage } from "./items.ts";
import { pageServer } from "./pageServer.ts";

const seed = new Uint8Array(32).fill(7);
const wire = page(0);
const { items } = splitPage(wire);
const parsed = JSON.parse(wire.toString()).Items;
const rounds = 41;

/** Items a second of this process's time: what others do on the machine meanwhile doesn't count. */
const speed = (work: () => unknown) => async () => {
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return perPage / ((user + system) / 1e6);
};

const wireItems = new WireItems();
const [element, fromItems, fromWire, fromSdk, fromHttp, fromSdkHttp] = [
  new Element(seed, keyNames),
  ...Array.from({ length: 5 }, () => new TableScan({ seed, keyNames })),
] as [Element, TableScan, TableScan, TableScan, TableScan, TableScan];

/** The same bytes, from a server in a process of its own. */
const server = await pageServer(wire);
const config = { region: "us-east-1", credentials: { accessKeyId: "key", secretAccessKey: "secret" } };
const overHttp = new DynamoDBClient({ ...config, endpoint: server.endpoint });
const readPage = rawScan({ ...config, endpoint: server.endpoint });
/** The SDK's client with all that it does of an answer, the network left out. */
const client = new DynamoDBClient({
  ...config,
  requestHandler: {
    async handle() {
      const headers = { "content-type": "application/x-amz-json-1.0" };
      return { response: { statusCode: 200, headers, body: Readable.from([wire]) } };
    },
  } as never,
});
const withSdk = async (from: DynamoDBClient, into: TableScan) => {
  const { Items = [] } = await from.send(new ScanCommand({ TableName: "Item" }));
  for (const item of Items) into.add(item as never);
};

say(
  `From wire bytes to a summary, ${thousands(perPage)} items of ${Math.round(wire.length / perPage)} bytes a page; items a second of one core's time, medians of ${rounds} rounds.\n`,
);
const figures = await compare(rounds, {
  parse: speed(() => JSON.parse(wire.toString())),
  canonical: speed(() => {
    wireItems.open(items);
    while (wireItems.next()) element.readWire(wireItems);
  }),
  wire: speed(() => fromWire.addWire(splitPage(wire).items)),
  sdk: speed(() => withSdk(client, fromSdk)),
  sdkAlone: speed(() => client.send(new ScanCommand({ TableName: "Item" }))),
  http: speed(async () => fromHttp.addWire((await readPage({ TableName: "Item" })).items)),
  sdkHttp: speed(() => withSdk(overHttp, fromSdkHttp)),
  itemsCanonical: speed(() => {
    for (const item of parsed) element.read(item);
  }),
  items: speed(() => {
    for (const item of parsed) fromItems.add(item);
  }),
});
server.stop();
row("JSON.parse alone", thousands(figures.parse));
row("the SDK's decoding alone", thousands(figures.sdkAlone));
row("the SDK's decoding, and the summary", thousands(figures.sdk));
row("canonical form and hashes, from the wire", thousands(figures.canonical));
row("the same, and the summary", thousands(figures.wire));
row("canonical form and hashes, from parsed items", thousands(figures.itemsCanonical));
row("the same, and the summary", thousands(figures.items));
row("over HTTP: the SDK, and the summary", thousands(figures.sdkHttp));
row("over HTTP: as the verifier reads", thousands(figures.http));
const [added, addedToItems] = [
  figures.canonical / figures.wire - 1,
  figures.itemsCanonical / figures.items - 1,
];
const ratio = figures.wire / figures.sdk;
promise("at least 50,000 items a second from the wire", figures.wire >= 50_000, thousands(figures.wire));
promise("at least 2.5 times what the SDK's decoding reaches", ratio >= 2.5, ratio.toFixed(1));
promise(
  "the summary adds at most 30 % to canonical form and hashes",
  Math.max(added, addedToItems) <= 0.3,
  `${Math.round(added * 100)} % from the wire, ${Math.round(addedToItems * 100)} % from parsed items`,
);
const sums = [fromItems, fromWire, fromSdk, fromHttp, fromSdkHttp].map((scan) =>
  scan.summary.sketch.sums.total(),
);
promise("every way comes to the same sums", new Set(sums).size === 1, `${sums.length} ways`);

const sizes = options.full ? [10_000, 1_000_000, 10_000_000] : [10_000, 1_000_000];
say(
  "\nTwo equal tables compared, each way in a process of its own; seconds of processor time and peak memory in MB.\n",
);
row("", ...sizes.map(thousands));
/** The summaries in a small heap, as in a small Lambda: garbage is then collected before it piles up. */
const heap = {
  sketches: ["--max-old-space-size=96", "--max-semi-space-size=4"],
  maps: ["--max-old-space-size=4096"],
};
interface Peak {
  equal: boolean;
  seconds: number;
  cpu: number;
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
  one ? `${one.cpu.toFixed(1)} s ${Math.round(one.peakMb)} MB` : "out of memory";
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
