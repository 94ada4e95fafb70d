import { beforeEach, expect, test } from "vitest";
import { absences } from "./absences.ts";
import { RESTORE_PREFIX } from "./settings.ts";
import { beast, cloud, NOW } from "./testing/cloud.ts";
import { watch } from "./watch.ts";

let aws: ReturnType<typeof cloud>;

const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000).toISOString();
/** A point of Item, made by a rule, beside the newest. */
const madeBy = (rule: string, hours: number) => {
  const newest = aws.points["Item-api"]![0]!;
  aws.points["Item-api"]!.push({
    ...newest,
    arn: `point:${rule}`,
    createdAt: new Date(hoursAgo(hours)),
    rule,
  });
};
const verified = (model: string, hours: number, verdict = "PASSED", ruleName?: string, madeHoursAgo = 5) => {
  aws.rows[`run-${hours}-${model}`] = {
    tableName: `${model}-api`,
    verdict,
    startedAt: hoursAgo(hours),
    finishedAt: hoursAgo(hours),
    ...(ruleName && { ruleName, recoveryPointCreatedAt: hoursAgo(madeHoursAgo) }),
  };
};

beforeEach(() => {
  aws = cloud();
  for (const model of ["Category", "Item"]) verified(model, 2);
});

const found = async () => (await watch(aws.services)()).absences.map(({ kind, subject }) => [kind, subject]);

test("misses nothing where all is there, and counts that, too", async () => {
  expect(await found()).toEqual([]);
  expect(aws.world.counted).toEqual(Object.fromEntries(absences.map((kind) => [kind, 0])));
});

test("asks for a rule's proof until there is one, and for a later point's again", async () => {
  const look = watch(aws.services);
  const kinds = async () => (await look()).absences.map(({ kind }) => kind);
  madeBy("weekly", 9);
  expect(await kinds()).toEqual(["ruleUnproven"]);
  verified("Item", 1, "PASSED", "weekly", 9);
  expect(await kinds()).toEqual([]);
  const { rows } = aws.world;
  aws.world.rows = Object.fromEntries(Object.entries(rows).filter(([, { ruleName }]) => !ruleName));
  expect(await kinds()).toEqual([]);
  aws.points["Item-api"]!.pop();
  madeBy("weekly", 5);
  expect(await kinds()).toEqual(["ruleUnproven"]);
});

test.each<[string, () => void, string[][]]>([
  [
    "a table that was never verified",
    () => void delete aws.rows["run-2-Item"],
    [["neverVerified", "Item-api"]],
  ],
  ["a table that never passed", () => verified("Item", 2, "FAILED"), [["neverVerified", "Item-api"]]],
  [
    "a proof that is too old, though later runs failed",
    () => {
      verified("Item", 60);
      verified("Item", 2, "FAILED");
      aws.rows = aws.world.rows;
    },
    [["proofTooOld", "Item-api"]],
  ],
  [
    "a table without a recovery point",
    () => {
      aws.points["Item-api"] = [];
    },
    [["noRecoveryPoint", "Item-api"]],
  ],
  [
    "a point whose rule has runs of its own, and none that proved it",
    () => {
      madeBy("weekly", 5);
      verified("Item", 4);
      verified("Item", 1, "FAILED", "weekly");
    },
    [["ruleUnproven", "Item-api"]],
  ],
  [
    "a recovery point that is too old",
    () => {
      aws.points["Item-api"]![0]!.createdAt = new Date(hoursAgo(25));
    },
    [["recoveryPointTooOld", "Item-api"]],
  ],
  [
    "a tag that is gone",
    () => {
      aws.world.tags = [];
    },
    [
      ["untagged", "Category-api"],
      ["untagged", "Item-api"],
    ],
  ],
  [
    "advanced features that are off",
    () => {
      aws.world.advanced = false;
    },
    [["advancedFeaturesOff", "AWS Backup"]],
  ],
  [
    "a restored table that is left",
    () => {
      aws.tables[`${RESTORE_PREFIX}killed-Item`] = [beast("i-1")];
      aws.world.tableAge = 30;
    },
    [["leftover", `${RESTORE_PREFIX}killed-Item`]],
  ],
  ["a table that can't be looked up", () => void delete aws.tables["Item-api"], [["unknown", "Item-api"]]],
])("says %s", async (_, lack, expected) => {
  lack();
  expect(await found()).toEqual(expected);
  const [[kind]] = expected as [[string]];
  expect(aws.world.counted[kind]).toBe(expected.length);
  expect(aws.lines.at(-1)).toMatchObject({ absence: kind, sentence: expect.any(String) });
});

test("says a verifier that hasn't run, besides the tables it would have verified", async () => {
  for (const id of Object.keys(aws.rows)) delete aws.rows[id];
  for (const model of ["Category", "Item"]) verified(model, 50);
  expect(await found()).toEqual([
    ["proofTooOld", "Category-api"],
    ["proofTooOld", "Item-api"],
    ["verifierNotRun", "the verifier"],
  ]);
});

test("leaves a restored table of a run that may be under way", async () => {
  aws.tables[`${RESTORE_PREFIX}now-Item`] = [beast("i-1")];
  aws.world.tableAge = 2;
  expect(await found()).toEqual([]);
});

test("misses no proof of a rule whose run may be to come, whose point or a later one passed, or that has no runs of its own", async () => {
  madeBy("weekly", 4);
  expect(await found()).toEqual([]);
  madeBy("weekly", 5);
  verified("Item", 1, "PASSED", "weekly", 4);
  expect(await found()).toEqual([]);
  madeBy("daily", 30);
  expect(await found()).toEqual([]);
});
