import { beforeEach, expect, test, vi } from "vitest";
import * as awaitRestore from "./handlers/awaitRestore.ts";
import * as check from "./handlers/check.ts";
import * as cleanUp from "./handlers/cleanUp.ts";
import * as joinRelations from "./handlers/joinRelations.ts";
import * as joinSides from "./handlers/joinSides.ts";
import * as pick from "./handlers/pick.ts";
import * as plan from "./handlers/plan.ts";
import * as record from "./handlers/record.ts";
import * as scan from "./handlers/scan.ts";
import * as startRestore from "./handlers/startRestore.ts";
import * as sweep from "./handlers/sweep.ts";
import { beast, cloud, NOW } from "./testing/cloud.ts";
import { execute } from "./testing/machine.ts";

let aws = cloud();
vi.mock("./services.ts", () => ({ services: () => aws.services }));

const steps = {
  awaitRestore,
  check,
  cleanUp,
  joinRelations,
  joinSides,
  pick,
  plan,
  record,
  scan,
  startRestore,
  sweep,
};
const functions = Object.fromEntries(Object.entries(steps).map(([name, { handler }]) => [name, handler]));
const verify = (input: object) => execute(functions as never, input);

const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const madeBy = (rule: string, table: string, hours: number) =>
  aws.points[table]!.push({
    arn: `${rule}:${table}:${hours}`,
    status: "COMPLETED",
    createdAt: hoursAgo(hours),
    items: [beast("i-1"), beast("i-2")],
    rule,
  });

/** The points that were restored, or why there were none. */
const restored = () =>
  Object.values(aws.restores)
    .map(({ input }) => String(input.RecoveryPointArn))
    .sort();
const said = (model: string) => {
  const { verdict, ruleName, findings } = aws.rows[`run-1-${model}`] as {
    verdict: string;
    ruleName: string;
    findings: { severity: string; sentence: string }[];
  };
  return [
    verdict,
    ruleName,
    ...findings.filter(({ severity }) => severity === "ERROR").map((one) => one.sentence),
  ];
};

beforeEach(() => {
  aws = cloud();
  aws.tables["Category-api"] = [beast("i-1"), beast("i-2")];
  for (const table of ["Category-api", "Item-api"]) {
    madeBy("weekly", table, 30);
    madeBy("weekly", table, 198);
  }
});

test("restores a rule's newest points though others are newer, and older than the newest of all may be", async () => {
  expect(await verify({ rule: "weekly" })).toMatchObject({
    status: "SUCCEEDED",
    output: { verdict: "PASSED" },
  });
  expect(restored()).toEqual(["weekly:Category-api:30", "weekly:Item-api:30"]);
  expect(said("Item")).toEqual(["PASSED", "weekly"]);
});

test("says in the evidence which rule made the point", async () => {
  await verify({ rule: "weekly" });
  const entries = [...aws.evidence.objects.values()].map((bytes) => JSON.parse(bytes.toString()));
  expect(entries.filter(({ kind }) => kind === "table")).toMatchObject([
    { ruleName: "weekly", recoveryPoint: { rule: "weekly", arn: expect.stringContaining("weekly") } },
    { ruleName: "weekly", recoveryPoint: { rule: "weekly" } },
  ]);
});

test("restores the newest points of whatever rule when none is named", async () => {
  await verify({});
  expect(restored()).toEqual(["point:category", "point:item"]);
  expect(said("Item")).toEqual(["PASSED", undefined]);
});

test("fails a table of which the rule made no point when it made the others'", async () => {
  aws.points["Item-api"] = aws.points["Item-api"]!.filter(({ arn }) => arn !== "weekly:Item-api:30");
  await verify({ rule: "weekly" });
  expect(said("Category")).toEqual(["PASSED", "weekly"]);
  expect(said("Item")).toEqual([
    "FAILED",
    "weekly",
    `The rule weekly backed up other tables at ${hoursAgo(30).toISOString()}, and Item-api last at ${hoursAgo(198).toISOString()}: see why its job did not complete.`,
  ]);
});

test("fails points that are older than the rule's newest gets", async () => {
  for (const table of ["Category-api", "Item-api"])
    aws.points[table] = aws.points[table]!.filter(({ arn }) => !arn.endsWith(":30"));
  await verify({ rule: "weekly" });
  expect(said("Item")).toEqual([
    "FAILED",
    "weekly",
    "The recovery point is 198.0 hours old and that of the rule weekly gets 171.0 hours old at the most: find out why no newer backup completed.",
  ]);
});

test("fails tables of which the rule has no point", async () => {
  await verify({ rule: "daily" });
  expect(restored()).toEqual([]);
  expect(said("Item")).toEqual([
    "FAILED",
    "daily",
    "The rule daily has made no COMPLETED recovery point of Item-api that is still there: see why none of its jobs completed.",
  ]);
});

test("leaves open a rule of which nothing shows that a run was due yet", async () => {
  for (const table of ["Category-api", "Item-api"]) {
    aws.points[table] = [];
    madeBy("daily", table, 5);
  }
  await verify({ rule: "weekly" });
  expect(restored()).toEqual([]);
  expect(said("Item")).toEqual([
    "INCONCLUSIVE",
    "weekly",
    `The rule weekly has made no recovery point yet, and no run of it is known to have been due since the backup plan's oldest point of ${hoursAgo(5).toISOString()}: its next is due at 2026-03-07T00:00:00.000Z.`,
  ]);
});

test("leaves open a table that the rule's jobs under way may still back up", async () => {
  aws.services.clock = { ...aws.services.clock, now: () => new Date("2026-03-07T02:59:00Z") };
  madeBy("weekly", "Category-api", -138.5);
  await verify({ rule: "weekly" });
  expect(said("Item")).toEqual([
    "INCONCLUSIVE",
    "weekly",
    "The jobs of the rule weekly of 2026-03-07T00:00:00.000Z may still be under way until 2026-03-07T03:00:00.000Z: verify it after that.",
  ]);
});

test("fails the table once the windows of those jobs are over", async () => {
  aws.services.clock = { ...aws.services.clock, now: () => new Date("2026-03-07T03:00:00Z") };
  madeBy("weekly", "Category-api", -138.5);
  await verify({ rule: "weekly" });
  expect(said("Item").join()).toMatch(/^FAILED,weekly,.*see why its job did not complete/);
});

test("leaves open a rule whose first jobs are under way", async () => {
  aws.services.clock = { ...aws.services.clock, now: () => new Date("2026-03-07T01:00:00Z") };
  for (const table of ["Category-api", "Item-api"]) {
    aws.points[table] = [];
    madeBy("daily", table, 5);
  }
  await verify({ rule: "weekly" });
  expect(said("Item").join()).toMatch(/^INCONCLUSIVE,weekly,.*may still be under way until/);
});

test("refuses a rule that the policy doesn't have", async () => {
  expect(await verify({ rule: "yearly" })).toMatchObject({
    status: "FAILED",
    error: "InvalidRequest",
    cause: expect.stringContaining("The backup policy has no rule yearly: choose from daily, weekly."),
  });
});
