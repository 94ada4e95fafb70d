import { startTestCloud, type TestCloud } from "@holdfast/local-cloud/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cloudTimeAt } from "../cloudTime.ts";
import { run } from "../program.ts";
import { fakeCloud, fakeWorld } from "../testing.ts";
import type { World } from "../world.ts";

const daily = {
  Type: "AWS::Events::Rule",
  Properties: { Name: "daily", ScheduleExpression: "cron(0 5 * * ? *)", Targets: [] },
};

let local: TestCloud;
beforeAll(async () => {
  local = await startTestCloud({ Clock: { Resources: { Daily: daily } } });
});
afterAll(() => local.stop());

/** Runs `holdfast clock …` on the local cloud. */
async function clock(args: string[], changes: Partial<World> = {}) {
  const { world, printed, warned } = fakeWorld(
    { ...fakeCloud({}).cloud, time: cloudTimeAt(local.cloud.endpoint) },
    changes,
  );
  const code = await run(["clock", ...args], world);
  return { code, printed: printed.join("\n"), warned: warned.join("\n") };
}
const now = () => local.cloud.clock.now().getTime();
const runs = () => local.logs.filter((line) => line.includes("daily is due")).length;

it("shows the clock and what falls due next", async () => {
  const { code, printed } = await clock([]);
  expect(code).toBe(0);
  expect(printed).toContain("the same as this machine's");
  expect(printed).toMatch(/\d{4}-\d\d-\d\d 05:00:00Z +in .* EventBridge rule daily/);
});

it("advances by a duration, does what falls due on the way, and says what was done", async () => {
  const [before, ran] = [now(), runs()];
  const { code, printed } = await clock(["advance", "90d"]);
  expect(code).toBe(0);
  expect(printed).toContain("90 days later");
  expect(printed).toMatch(/backups +none/);
  expect(runs() - ran).toBe(90);
  expect(now() - before).toBeGreaterThanOrEqual(90 * 86_400_000);
  expect((await clock([])).printed).toContain("90 days ahead of this machine");
});

it("advances to a date, and prints one document as JSON", async () => {
  const to = `${new Date(now() + 10 * 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`;
  const { code, printed } = await clock(["advance", "--to", to, "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({ to, reached: true, ok: true, backups: 0 });
  expect(JSON.parse((await clock(["--json"])).printed).due[0]).toMatchObject({
    what: "EventBridge rule daily",
  });
});

it("ends with 1 when a backup or a verification failed on the way", async () => {
  const outcome = { succeeded: 4, notSucceeded: 1 };
  const done = {
    backups: 5,
    backupsNotCompleted: 0,
    restores: 5,
    restoresNotCompleted: 0,
    expired: 0,
    movedToCold: 0,
    executions: { "arn:aws:states:eu-west-1:1:stateMachine:verification": outcome },
  };
  const time = cloudTimeAt(local.cloud.endpoint);
  const line = { now: new Date(now() + 86_400_000).toISOString(), done, ended: "reached" as const };
  const cloud = { ...fakeCloud({}).cloud, time: { ...time, advance: async () => line } };
  const { code, printed } = await clock(["advance", "1d"], { connect: async () => cloud });
  expect(printed).toMatch(/verifications +5, 1 not PASSED/);
  expect(code).toBe(1);
});

it("stops where it got to on Ctrl-C, and says so", async () => {
  const interruption = new AbortController();
  const cancel = local.cloud.clock.at(new Date(now() + 3 * 86_400_000), () => interruption.abort());
  const before = now();
  const { code, warned } = await clock(["advance", "1y"], { signal: interruption.signal });
  cancel();
  expect(code).toBe(130);
  expect(warned).toMatch(
    /^Stopped at \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ, \d+ days on and \d+ days before the end\./,
  );
  expect(now() - before).toBeLessThan(365 * 86_400_000);
});

it.each([
  [["advance"], /^How far: either a duration, or a date with --to\./],
  [["advance", "1d", "--to", "2030-01-01"], /^How far: either a duration, or a date with --to\./],
  [["advance", "90"], '"90" is not a duration.'],
  [["advance", "999999y"], '"999999y" is not a duration.'],
  [["advance", "--to", "tomorrow"], '"tomorrow" is not a date.'],
  [["advance", "--to", "2020-01-01"], /2020-01-01 00:00:00Z is past: .* never goes back.* 2027-01-01T05:00/s],
  [["advance", "-3d"], /"-3d" is a duration back\. The clock never goes back.*Give a duration such as 90d/s],
  [["advance", "--tomorrow"], '"--tomorrow" is not a duration.'],
  [["advance", "1000y"], "more than ten years on"],
  [["--stage", "prod"], /clock is for the local cloud, and the stage "prod" is in AWS\./],
  [["advance", "1d", "--stage", "prod"], "Leave --stage out."],
])("refuses %j with 2 and says why", async (args, message) => {
  const before = now();
  const shown: string[] = [];
  const { code, warned } = await clock(args, {
    showSteps: async (steps) => void shown.push(...steps.map(({ title }) => title)),
  });
  expect(warned).toMatch(message);
  expect(shown).toEqual([]);
  expect(code).toBe(2);
  expect(now() - before).toBeLessThan(60_000);
});

it("says where the clock got to when the cloud ends on the way", async () => {
  const other = await startTestCloud({ Clock: { Resources: { Daily: daily } } });
  other.cloud.clock.at(new Date(now() + 3 * 86_400_000), () => void other.stop());
  const cloud = { ...fakeCloud({}).cloud, time: cloudTimeAt(other.cloud.endpoint) };
  const { code, warned } = await clock(["advance", "5y"], { connect: async () => cloud });
  expect(code).toBe(2);
  expect(warned).toContain("The local cloud ended while its clock was being advanced");
  expect(warned).toContain("the clock goes on from where it got to");
});
