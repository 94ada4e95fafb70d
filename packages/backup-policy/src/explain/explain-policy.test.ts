import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definePolicy } from "../define-policy.ts";
import { complianceLock, governanceLock } from "../lock.ts";
import { byTable, byTag, tagIsNot } from "../protect.ts";
import { toAccount, toRegion, toVault } from "../rules/copies.ts";
import { days } from "../rules/duration.ts";
import type { PolicyInput } from "../schema.ts";
import { policyInput, rule } from "../testing.ts";
import { restoreTesting } from "../verification.ts";
import { count } from "../words.ts";
import { explainPolicy, policyInWords } from "./explain-policy.ts";

const vault = (changes: Partial<PolicyInput["vault"]>) => ({ vault: { ...policyInput().vault, ...changes } });
const explained = (changes: Partial<PolicyInput> = {}) => explainPolicy(definePolicy(policyInput(changes)));
const keep = days(90);

describe("explainPolicy", () => {
  it("is Markdown with a list of sentences under each heading", () => {
    const [title, ...rest] = explained().trimEnd().split("\n\n");
    expect(title).toBe("# Backup policy holdfast");
    expect(rest.filter((part) => part.startsWith("## "))).toEqual([
      "## What is protected",
      "## Backups by the rule daily",
      "## What can be relied on",
      "## Who may delete",
      "## How it is proven",
      "## What is assumed",
      "## What is not covered",
    ]);
    expect(rest.join("\n").split("\n")).toEqual(
      rest
        .join("\n")
        .split("\n")
        .map(() => expect.stringMatching(/^(## [A-Z].*\w|- [A-Z].*[.])$/)),
    );
  });

  it("says every number of the policy with its unit", () => {
    const number = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(
      fc.property(
        number(140, 999),
        number(1, 31),
        number(1, 35),
        number(2, 60),
        (keepDays, cold, pitr, hours) => {
          const text = explained({
            rules: {
              daily: rule({
                keepDays,
                coldAfterDays: cold,
                startWindowMinutes: 60 * hours,
                completionWindowMinutes: 60 * hours + 60,
              }),
            },
            continuous: { days: pitr },
            objectives: { rpoHours: 240, rtoMinutes: 90, reachBackDays: 100 },
            verification: { schedule: "cron(30 8 * * ? *)", proofStaleAfterHours: 77 },
          });
          for (const said of [
            `kept for ${count(keepDays, "day")}, of which the last ${count(keepDays - cold, "day")} in cold storage`,
            `of the last ${count(pitr, "day")}`,
            "at most 240 hours of changes",
            "at most 90 minutes",
            "go back 100 days",
            "counts for 77 hours",
          ]) {
            expect(text).toContain(said);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it("says what the schedules give, not only what was asked", () => {
    const objectives = { rpoHours: 48, rtoMinutes: 60, reachBackDays: 7 };
    const text = explained({ objectives });
    expect(text).toContain("At worst, the schedules lose 27 hours");
    expect(text).toContain("the oldest recovery point is at least 33 days old");
  });

  it.each<[string, Partial<PolicyInput>, string]>([
    [
      "tags with conditions",
      {
        protect: [
          byTag("backup", "on", {
            where: [tagIsNot("env", "test")],
            except: ["arn:aws:dynamodb:*:*:table/tmp*"],
          }),
        ],
      },
      'Every DynamoDB table with the tag backup set to "on", as long as its tags keep to: env is not "test", but not arn:aws:dynamodb:*:*:table/tmp*.',
    ],
    [
      "tables by name",
      { protect: [byTable("arn:aws:dynamodb:us-east-1:123456789012:table/orders")] },
      "The DynamoDB tables arn:aws:dynamodb:us-east-1:123456789012:table/orders.\n- No other table is backed up.",
    ],
    [
      "a copy in another Region",
      { rules: { daily: rule({ copies: [toRegion("eu-west-1", { keep })] }) } },
      "A copy goes to the vault of the same name in the Region eu-west-1. It is kept for 90 days and then deleted.",
    ],
    [
      "a copy in another account",
      {
        assumptions: { advancedDynamoDb: true, sameOrganization: true },
        rules: {
          daily: rule({
            copies: [toAccount("210987654321", { region: "eu-west-1", vault: "archive", keep })],
          }),
        },
      },
      "A copy goes to the vault archive of the account 210987654321 in the Region eu-west-1.",
    ],
    [
      "whose vaults it can't speak for",
      {
        rules: {
          daily: rule({
            copies: [toVault("arn:aws:backup:us-east-1:123456789012:backup-vault:other", { keep })],
          }),
        },
      },
      "Who may delete in the vaults of others",
    ],
    [
      "a governance lock",
      vault({ lock: governanceLock({ minDays: 7, maxDays: 400 }) }),
      "The vault has a governance lock. Nothing can be deleted before it is 7 days old, and nothing is kept longer than 400 days, until BackupAdmin takes the lock off.",
    ],
    [
      "a compliance lock, and who acknowledged it",
      vault({
        lock: complianceLock({
          minDays: 7,
          maxDays: 400,
          coolingOffDays: 14,
          acknowledged: { by: "Jane Doe", on: "2026-11-22" },
        }),
      }),
      "The lock can be taken off for 14 days after it is deployed. After that nobody can, AWS included, and the vault stays as long as anything is in it.\n- Jane Doe acknowledged that on 2026-11-22.",
    ],
    [
      "who may delete",
      vault({ backupAdmin: { principals: ["arn:aws:iam::123456789012:user/ann", "account"] } }),
      "by arn:aws:iam::123456789012:user/ann and whoever the account's administrators permit.",
    ],
    [
      "restore testing",
      {
        verification: {
          schedule: "cron(30 8 ? * MON *)",
          by: restoreTesting({
            selectionWindowDays: 10,
            startWindowHours: 8,
            algorithm: "RANDOM_WITHIN_WINDOW",
          }),
          proofStaleAfterHours: 200,
        },
      },
      "AWS restore testing restores a random recovery point of the last 10 days, at a random time within 8 hours",
    ],
    [
      "that points which never are the newest are restored by runs of their own",
      { rules: { daily: rule(), weekly: rule({ schedule: "cron(0 9 ? * SAT *)" }) } },
      "never one of the rule weekly. Each of its points is restored by a verification of its own, which starts every Saturday at 12:15 (UTC).",
    ],
    [
      "that restore testing restores a rule's points at times only",
      {
        rules: { daily: rule(), weekly: rule({ schedule: "cron(0 9 ? * SAT *)", keepDays: 90 }) },
        verification: { ...policyInput().verification, by: restoreTesting() },
      },
      "the newest recovery point is one of the rule weekly at times, but not surely often enough. Each of its points is restored by a verification of its own, which starts every Saturday at 12:15 (UTC).",
    ],
    [
      "that points are never restored",
      {
        rules: { daily: rule(), weekly: rule({ schedule: "cron(0 9 ? * SAT *)" }) },
        verification: { ...policyInput().verification, everyRule: false },
      },
      "never one of the rule weekly: none of its points is restored, as verification.everyRule is false.",
    ],
    [
      "of which tables the contents aren't compared",
      {},
      "of tables that are written to after each backup, that every such item is there, not what is in it",
    ],
    [
      "what hangs on DynamoDB's advanced features",
      { assumptions: { advancedDynamoDb: false } },
      "a recovery point is encrypted with its table's key, not the vault's",
    ],
    [
      "what was made weaker",
      {
        acknowledged: [
          { weakening: "rules.daily.keepDays", by: "Jane Doe", on: "2026-11-22", why: "Costs." },
        ],
      },
      "## What was made weaker, and by whom\n\n- rules.daily.keepDays: acknowledged by Jane Doe on 2026-11-22. Costs.",
    ],
    [
      "where points go that an air-gapped vault takes",
      {
        rules: {
          daily: rule({ airGappedVaultArn: "arn:aws:backup:us-east-1:123456789012:backup-vault:gap" }),
        },
      },
      "It goes to the logically air-gapped vault arn:aws:backup:us-east-1:123456789012:backup-vault:gap and to no other vault.",
    ],
    [
      "how much may go unverified",
      { verification: { ...policyInput().verification, mostUnverified: 0.05 } },
      "At most 5 % of what came back may go unverified because it was written or deleted after the backup",
    ],
    [
      "that nothing may go unverified",
      { verification: { ...policyInput().verification, mostUnverified: 0 } },
      "Nothing of what came back may go unverified",
    ],
    [
      "which checks are left out",
      { verification: { ...policyInput().verification, checks: ["recoveryPoint", "contents"] } },
      "It does not check that every reference resolves",
    ],
    [
      "what the laws warn of",
      { rules: { daily: rule(), weekly: rule({ schedule: "cron(0 6 ? * SAT *)" }) } },
      "## What to look at\n\n- rules.weekly.startWindowMinutes is 60;",
    ],
  ])("says %s", (_, changes, expected) => {
    expect(explained(changes)).toContain(expected);
  });

  it("says that nothing is left when the Region is lost only where there are no copies", () => {
    const lost = "The loss of the Region or of the account";
    expect(explained()).toContain(lost);
    expect(
      explained({ rules: { daily: rule({ copies: [toRegion("eu-west-1", { keep })] }) } }),
    ).not.toContain(lost);
  });
});

describe("policyInWords", () => {
  it("has the same sentences as the text", () => {
    const policy = definePolicy(policyInput());
    const text = explainPolicy(policy);
    const sentences = policyInWords(policy).flatMap(({ sentences }) => sentences);
    expect(sentences.length).toBeGreaterThan(20);
    expect(text.split("\n").filter((line) => line.startsWith("- "))).toEqual(
      sentences.map((one) => `- ${one}`),
    );
  });
});
