import * as fc from "fast-check";
import * as v from "valibot";
import { Policy, type PolicyInput } from "../schema.ts";
import { policyInput } from "../testing.ts";
import type { Change } from "./change.ts";
import { comparePolicies } from "./compare-policies.ts";

/** A policy of the right shape; laws aren't asked, a difference is there between policies that break them, too. */
export const policy = (changes: Partial<PolicyInput> = {}): Policy => v.parse(Policy, policyInput(changes));

export const asOf = new Date("2026-11-22T12:00:00Z");

export const changes = (before: Partial<PolicyInput>, after: Partial<PolicyInput>): Change[] =>
  comparePolicies(policy(before), policy(after), { asOf });

const arns = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
const table = (name: string) => `arn:aws:dynamodb:us-east-1:123456789012:table/${name}`;
const airGapped = "arn:aws:backup:us-east-1:123456789012:backup-vault:air-gapped";
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const some = <T>(...values: T[]) => fc.constantFrom(...values);
/** In any order, each at most once. */
const list = <T>(...values: T[]) => fc.shuffledSubarray(values, { minLength: 1 });

const principals = list("account", arns("a"), arns("b"));
const daysKept = some(7, 35, 400);
const lock = fc.oneof(
  fc.record({ kind: fc.constant("none" as const) }),
  fc.record({ kind: fc.constant("governance" as const), minDays: daysKept, maxDays: some(400, 500) }),
  fc.record({
    kind: fc.constant("compliance" as const),
    minDays: daysKept,
    coolingOffDays: some(3, 30),
    acknowledged: some({ by: "Jane Doe", on: "2026-11-22" }, { by: "John Doe", on: "2026-11-23" }),
  }),
);
const condition = fc.record({
  tag: some("team", "stage"),
  operator: some("equals" as const, "notLike" as const),
  value: some("a", "b*"),
});
const tagged = fc.record({
  kind: fc.constant("tag" as const),
  key: some("backup", "keep"),
  value: fc.constant("on"),
  where: fc.array(condition, { maxLength: 2 }),
  except: fc.array(some(table("x"), table("y")), { maxLength: 2 }),
});
const tables = fc.record({
  kind: fc.constant("tables" as const),
  arns: list(table("a"), table("b"), table("*")),
});
const to = some(
  { kind: "region" as const, region: "eu-west-1" },
  { kind: "account" as const, accountId: "210987654321", region: "eu-west-1", vault: "far" },
  { kind: "vault" as const, arn: airGapped },
);
const copy = fc.record({ to, keepDays: daysKept, coldAfterDays: maybe(some(30)) });
const rule = fc.record({
  schedule: some("cron(0 5 * * ? *)", "cron(0 5,17 * * ? *)", "cron(0 5 1 JAN ? 2027-2030)"),
  timeZone: some("UTC", "Europe/Paris"),
  startWindowMinutes: some(60, 120),
  completionWindowMinutes: some(60, 120),
  keepDays: daysKept,
  coldAfterDays: maybe(some(30, 60)),
  copies: fc.array(copy, { maxLength: 2 }),
  airGappedVaultArn: maybe(some(airGapped, `${airGapped}-2`)),
  tags: some({}, { team: "a" }),
});
const by = fc.oneof(
  fc.record({ kind: fc.constant("ownRestores" as const) }),
  fc.record({ kind: fc.constant("restoreTesting" as const), selectionWindowDays: some(7, 30) }),
);

/** Any policy of the right shape, from values few enough that two of them often have something in common. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    vault: fc.record({
      name: some("holdfast", "other"),
      backupAdmin: fc.record({ principals }),
      key: fc.record({ administrators: principals, multiRegion: fc.boolean() }),
      lock,
    }),
    protect: fc.array(fc.oneof(tagged, tables), { minLength: 1, maxLength: 3 }),
    rules: fc.dictionary(some("daily", "weekly", "constructor"), rule, { noNullPrototype: true }),
    continuous: maybe(fc.record({ days: some(7, 35) })),
    assumptions: fc.record({ advancedDynamoDb: fc.boolean(), sameOrganization: fc.boolean() }),
    objectives: fc.record({ rpoHours: some(2, 27), rtoMinutes: some(30, 60), reachBackDays: daysKept }),
    verification: fc.record({
      schedule: some("cron(30 8 * * ? *)", "cron(30 8 ? * SUN *)"),
      by,
      everyRule: fc.boolean(),
      checks: list("recoveryPoint" as const, "structure" as const, "contents" as const),
      mostUnverified: some(0, 0.05, 1),
      proofStaleAfterHours: some(48, 200),
    }),
    prices: fc.record({ warmPerGbMonth: some(0.1, 0.2) }),
  })
  .map((input) => v.parse(Policy, input));
