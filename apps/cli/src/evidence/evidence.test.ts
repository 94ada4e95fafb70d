import { entryName, type SealedEntry, seal } from "@holdfast/restore-check";
import { beforeEach, expect, test } from "vitest";
import { run } from "../program.ts";
import { type Answers, fakeCloud, fakeWorld } from "../testing.ts";

const table = (n: number, verdict = "PASSED") => ({
  kind: "table",
  runId: `run-${n}`,
  modelName: "Item",
  tableName: "Item-1",
  verdict,
  findings: [{ check: "contents", severity: "INFO", sentence: "2 items <verified> equal." }],
  startedAt: `2026-01-0${n}T05:00:00.000Z`,
  finishedAt: `2026-01-0${n}T05:01:00.000Z`,
  liveItems: 2,
  restoredItems: 2,
  differences: 0,
});
const end = (n: number) => ({
  kind: "run",
  runId: `run-${n}`,
  verdict: "PASSED",
  finishedAt: `2026-01-0${n}T05:02:00.000Z`,
  cleanUp: { deleted: ["copy"], swept: [], kept: [] },
  seed: "07",
});

interface Version {
  key: string;
  id: string;
  bytes: Buffer;
}

let versions: Version[];
let markers: string[];
let rows: Record<string, { S?: string; N?: string }>[];
let entries: SealedEntry[];

beforeEach(() => {
  entries = [];
  for (const content of [table(1), end(1), table(2, "FAILED"), end(2)])
    entries.push(seal(content, entries.at(-1)));
  versions = entries.map(({ sequence, bytes }) => ({
    key: `evidence/${entryName(sequence)}`,
    id: `v${sequence}`,
    bytes,
  }));
  markers = [];
  rows = [0, 2].map((index) => ({
    id: { S: `row-${index}` },
    verdict: { S: index === 0 ? "PASSED" : "FAILED" },
    evidenceSequence: { N: String(entries[index]!.sequence) },
    evidenceHash: { S: entries[index]!.hash },
  }));
});

const answers = (): Answers => ({
  ListObjectVersions: ({ KeyMarker }) => {
    // Two at a time, to see that all pages are read.
    const start = KeyMarker ? Number(KeyMarker) : 0;
    const page = versions.slice(start, start + 2);
    return {
      Versions: page.map(({ key, id }) => ({ Key: key, VersionId: id })),
      DeleteMarkers: start === 0 ? markers.map((Key) => ({ Key })) : [],
      IsTruncated: start + 2 < versions.length,
      NextKeyMarker: String(start + 2),
    };
  },
  GetObject: ({ VersionId }) => ({
    Body: { transformToByteArray: async () => versions.find(({ id }) => id === VersionId)!.bytes },
  }),
  Scan: () => ({ Items: rows }),
});

async function holdfast(...args: string[]) {
  const files: Record<string, string> = {};
  const { world, printed, warned } = fakeWorld(fakeCloud(answers()).cloud, {
    writeFile: async (path, text) => {
      files[path] = text;
    },
  });
  const code = await run(["evidence", ...args], world);
  return { code, text: printed.join("\n"), warned: warned.join("\n"), files };
}

test("finds the evidence whole, and says its newest entry", async () => {
  const { code, text } = await holdfast("check");
  expect(code).toBe(0);
  expect(text).toContain("4 entries follow each other; 2 recorded verdicts agree with them.");
  expect(text).toContain(`4:${entries[3]!.hash}`);
});

test.each<[string, () => void, string]>([
  ["was removed", () => void versions.splice(1, 1), "Entry 2 is missing before it: removed."],
  [
    "was altered",
    () => {
      versions[0]!.bytes = Buffer.from(versions[0]!.bytes.toString().replace("PASSED", "FAILED"));
    },
    "one of the two was altered",
  ],
  [
    "was deleted, though the lock has kept it",
    () => void markers.push(versions[0]!.key),
    "Somebody deleted it",
  ],
  [
    "was written again",
    () => void versions.splice(1, 0, { ...versions[0]!, id: "v0" }),
    "It was written again",
  ],
])("shows that an entry %s", async (_, change, sentence) => {
  change();
  const { code, text } = await holdfast("check");
  expect(code).toBe(1);
  expect(text).toContain(sentence);
});

test("shows a recorded verdict that isn't the evidence's, and one that is gone", async () => {
  rows[1]!.verdict = { S: "PASSED" };
  expect((await holdfast("check")).text).toContain(
    "The recorded verdict row-2 says PASSED, and the evidence says FAILED",
  );
  rows.pop();
  expect((await holdfast("check")).text).toContain(
    "The verdict on Item of run run-2 is not recorded any more",
  );
});

test("takes an entry that a step added twice for one", async () => {
  entries.push(seal(table(2, "FAILED"), entries.at(-1)));
  const { sequence, bytes } = entries.at(-1)!;
  versions.push({ key: `evidence/${entryName(sequence)}`, id: `v${sequence}`, bytes });
  expect((await holdfast("check")).code).toBe(0);
});

test("knows by a head noted earlier that the end was cut off", async () => {
  const noted = `${entries[3]!.sequence}:${entries[3]!.hash}`;
  expect((await holdfast("check", "--head", noted)).code).toBe(0);
  versions.splice(2, 2);
  rows.pop();
  const { code, text } = await holdfast("check", "--head", noted);
  expect(code).toBe(1);
  expect(text).toContain("the end was cut off or written anew");
  expect((await holdfast("check", "--head", "nonsense")).code).toBe(2);
});

test("exports every entry, a line each or as one document", async () => {
  const { text } = await holdfast("export");
  expect(text.split("\n").map((line) => JSON.parse(line).sequence)).toEqual([1, 2, 3, 4]);
  expect(JSON.parse((await holdfast("export", "--json")).text).entries).toHaveLength(4);
  expect((await holdfast("export", "--out", "all.jsonl")).files["all.jsonl"]!.split("\n")).toHaveLength(5);
});

test("writes a report of the time asked for, with nothing in it that could run", async () => {
  const { code, files, text } = await holdfast("report", "--out", "report.html", "--since", "2026-01-02");
  expect(code).toBe(0);
  expect(text).toBe("1 verdicts in report.html.");
  const page = files["report.html"]!;
  expect(page).toContain("run-2");
  expect(page).not.toContain("run-1");
  expect(page).toContain("2 items &#60;verified&#62; equal.");
  expect(page).not.toMatch(/<script|src=|href=/);
});

test("says in the report, and by its exit code, that the evidence is not whole", async () => {
  versions.splice(1, 1);
  const { code, files } = await holdfast("report", "--out", "report.html");
  expect(code).toBe(1);
  expect(files["report.html"]).toContain("Not whole");
});

test("says what is to be read where there is no evidence yet", async () => {
  versions = [];
  rows = [];
  const { code, text } = await holdfast("check");
  expect([code, text]).toEqual([0, "There is no evidence yet: nothing was verified."]);
});
