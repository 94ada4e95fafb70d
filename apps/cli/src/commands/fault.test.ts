import { kindNames } from "@holdfast/local-cloud/faults";
import { startTestCloud, type TestCloud } from "@holdfast/local-cloud/testing";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { faultsAt } from "../faults.ts";
import { run } from "../program.ts";
import { fakeCloud, fakeWorld } from "../testing.ts";

let local: TestCloud;
beforeAll(async () => {
  local = await startTestCloud({ Empty: { Resources: {} } });
});
afterAll(() => local.stop());
afterEach(() => local.cloud.faults.clear());

/** Runs `holdfast fault …` on the local cloud. */
async function fault(...args: string[]) {
  const { world, printed, warned } = fakeWorld({
    ...fakeCloud({}).cloud,
    faults: faultsAt(local.cloud.endpoint),
  });
  const code = await run(["fault", ...args], world);
  return { code, printed: printed.join("\n"), warned: warned.join("\n") };
}

it("turns a fault on, shows it, and turns it off", async () => {
  const added = await fault("add", "throttle", "--service", "dynamodb", "--rate", "0.3", "--seed", "7");
  expect(added).toMatchObject({ code: 0 });
  const id = /^f\d+/.exec(added.printed)![0];
  expect(added.printed).toContain(`${id} is on: throttle dynamodb, rate 0.3, seed 7.`);

  expect((await fault("list")).printed).toMatch(new RegExp(`${id} +throttle +dynamodb`));
  expect(JSON.parse((await fault("list", "--json")).printed).faults).toMatchObject([{ id, hits: 0 }]);

  expect((await fault("remove", id)).printed).toContain("It struck 0 times.");
  expect((await fault("list")).printed).toBe("No fault is on.");
});

it("turns all off, and says which they were", async () => {
  await fault("add", "error", "--count", "2");
  await fault("add", "error", "--count", "1");
  await fault("add", "latency", "--ms", "50");
  expect((await fault("clear")).printed).toMatch(
    /error, at most 2 times.*\n.*error, at most once\..*\n.*latency, 50 ms/,
  );
  expect((await fault("clear")).printed).toBe("No fault was on.");
});

it("finds a model's table", async () => {
  const { printed } = await fault("add", "drop-items", "--table", "Item", "--json");
  expect(JSON.parse(printed).fault).toMatchObject({ kind: "drop-items", resource: "Item-1" });
});

it.each([
  [["add", "typo"], "Allowed choices are throttle, error"],
  [["add"], "missing required argument 'kind'"],
  [["add", "throttle", "--rate", "2"], "a number above 0, at most 1"],
  [["add", "throttle", "--count", "none"], "a whole number from 1"],
  [["add", "throttle", "--service", "dynamo"], 'throttle has no service that fits "dynamo": dynamodb'],
  [["add", "latency"], "latency needs to know how long"],
  [["add", "error", "--table", "Nothing"], "Nothing"],
  [["add", "error", "--table", "Item", "--resource", "x"], "--table and --resource both say"],
  [["remove", "f99"], "There is no fault f99; none is on."],
  [["list", "--stage", "prod"], "works on this machine only"],
])("refuses %j with 2 and says why", async (args, message) => {
  const { code, warned } = await fault(...args);
  expect(warned).toContain(message);
  expect(code).toBe(2);
  expect(local.cloud.faults.list()).toEqual([]);
});

it("has an example of each kind in its help", async () => {
  const { printed } = await fault("add", "--help");
  for (const kind of kindNames) expect(printed).toContain(`holdfast fault add ${kind}`);
});
