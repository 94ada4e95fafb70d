import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { run } from "../program.ts";
import { paint } from "../report.ts";
import { fakeCloud, fakeWorld } from "../testing.ts";
import { openLog } from "../up/logFile.ts";

let data: string;
let now = new Date("2026-01-31T12:00:00.000Z");
const clock = { now: () => now, sleep: async () => {} };
const arn = "arn:aws:sts::123456789012:assumed-role/Verifier/run";

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "holdfast-logs-"));
  const earlier = openLog(join(data, "holdfast.log"), clock);
  earlier.write("backup", "an earlier start");
  await earlier.close();
  now = new Date("2026-01-31T12:10:00.000Z");
  const log = openLog(join(data, "holdfast.log"), clock);
  const put = { operation: "PutItem", status: 200, caller: arn };
  log.write("dynamodb", `PutItem 200 ${arn}`, { at: now.toISOString(), call: put });
  const call = {
    operation: "DeleteRecoveryPoint",
    status: 403,
    caller: arn,
    code: "AccessDeniedException",
    error: "not you",
  };
  log.write("backup", `DeleteRecoveryPoint 403 ${arn}: not you`, { at: "2026-03-01T00:00:00.000Z", call });
  now = new Date("2026-01-31T12:14:00.000Z");
  log.write("lambda", "Compare: two\nlines");
  await log.close();
  now = new Date("2026-01-31T12:15:00.000Z");
});
afterAll(() => rm(data, { recursive: true, force: true }));

async function logs(args: string[], changes = {}) {
  const { world, printed, warned } = fakeWorld(fakeCloud({}).cloud, { clock, ...changes });
  const code = await run(["logs", "--data", data, ...args], world);
  return { code, printed, warned: warned.join("\n") };
}

it("shows a line for each thing since the start, though nothing runs", async () => {
  const { code, printed } = await logs([]);
  expect(code).toBe(0);
  expect(printed).toHaveLength(3);
  expect(printed[0]).toMatch(/^\d\d:10:00\.000 dynamodb {7}PutItem 200 by assumed-role\/Verifier\/run$/);
  expect(printed[1]).toContain("DENIED DeleteRecoveryPoint 403 by assumed-role/Verifier/run: not you");
  expect(printed[1]).toContain("(the clock shows 2026-03-01 00:00:00)");
  expect(printed[2]).toMatch(/lambda +Compare: two\n {20,}lines$/);
});

it("makes what was denied stand out, and gives each service its colour", async () => {
  const { printed } = await logs([], { paint });
  expect(printed[1]).toContain("\u001b[31mDENIED DeleteRecoveryPoint");
  const colour = (line: string) =>
    line
      .split("\u001b")
      .find((part) => /m\w+ +$/.test(part))
      ?.slice(0, 5);
  expect(new Set(printed.map(colour)).size).toBe(3);
});

it.each([
  [["--service", "lambda"], ["Compare"]],
  [
    ["--service", "lambda,dynamodb"],
    ["PutItem", "Compare"],
  ],
  [
    ["--service", "lambda", "--service", "dynamodb"],
    ["PutItem", "Compare"],
  ],
  [["--since", "2m"], ["Compare"]],
  [["--since", "2026-01-31T12:12:00Z"], ["Compare"]],
  [
    ["--since", "1h", "--service", "backup"],
    ["an earlier start", "DENIED"],
  ],
])("with %j shows %j", async (args, expected) => {
  const { printed } = await logs(args);
  expect(printed).toHaveLength(expected.length);
  for (const [index, text] of expected.entries()) expect(printed[index]).toContain(text);
});

it("gives each line as JSON", async () => {
  const { printed } = await logs(["--json", "--service", "backup"]);
  expect(printed.map((line) => JSON.parse(line))).toEqual([
    {
      at: "2026-01-31T12:10:00.000Z",
      cloudAt: "2026-03-01T00:00:00.000Z",
      service: "backup",
      message: `DeleteRecoveryPoint 403 ${arn}: not you`,
      call: {
        operation: "DeleteRecoveryPoint",
        status: 403,
        caller: arn,
        code: "AccessDeniedException",
        error: "not you",
      },
    },
  ]);
});

it("says which services there are when nothing fits", async () => {
  expect(await logs(["--service", "backpu"])).toEqual({
    code: 0,
    printed: [],
    warned: "Nothing fits. The log has lines of backup, dynamodb, lambda.",
  });
});

it.each([
  [["--since", "yesterday"], "30s, 5m, 2h or 1d"],
  [["--since", "2026-13-40"], "30s, 5m, 2h or 1d"],
  [["--service", "backup,,lambda"], "names with commas between them"],
  [["--stage", "prod"], "is in AWS"],
])("refuses %j with 2", async (args, message) => {
  const { code, warned } = await logs(args);
  expect(code).toBe(2);
  expect(warned).toContain(message);
});

it("says that nothing has run yet where there is no log", async () => {
  const empty = join(data, "empty");
  await mkdir(empty);
  const { code, warned } = await logs(["--data", empty]);
  expect(code).toBe(2);
  expect(warned).toContain("nothing has run there yet");
});

it("follows until Ctrl-C, which is a good end", async () => {
  const file = join(data, "live/holdfast.log");
  await mkdir(join(data, "live"));
  const stop = new AbortController();
  const { world, printed } = fakeWorld(fakeCloud({}).cloud, { signal: stop.signal });
  const ended = run(["logs", "--follow", "--data", join(data, "live")], world);
  const log = openLog(file, clock);
  log.write("backup", "first");
  await vi.waitFor(() => expect(printed.join()).toContain("first"), { timeout: 5000 });
  log.write("backup", "second");
  await vi.waitFor(() => expect(printed.join()).toContain("second"), { timeout: 5000 });
  stop.abort();
  expect(await ended).toBe(0);
  await log.close();
});
