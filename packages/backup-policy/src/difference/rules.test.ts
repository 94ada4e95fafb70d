import { describe, expect, it } from "vitest";
import { rule } from "../testing.ts";
import { changes } from "./testing.ts";

const rules = (before: Record<string, ReturnType<typeof rule>>, after: typeof before) =>
  changes({ rules: before }, { rules: after });

const at = (text: string) => new Date(`${text}Z`);

describe("a rule", () => {
  it("whose points are kept shorter: says which is the first to go sooner, and when", () => {
    expect(rules({ daily: rule() }, { daily: rule({ keepDays: 14 }) })).toEqual([
      {
        field: "rules.daily.keepDays",
        direction: "weaker",
        before: 35,
        after: 14,
        sentence:
          "Points of the rule daily are kept 14 days instead of 35. Points that exist keep the lifecycle they were made with; the one of 2026-11-23 05:00 UTC is the first to go sooner, on 2026-12-07 instead of 2026-12-28: 21 days.",
        points: {
          rule: "daily",
          keepDays: { before: 35, after: 14 },
          atATime: { before: 35, after: 14 },
          from: at("2026-11-23T05:00"),
          gone: at("2026-12-07T05:00"),
          insteadOf: at("2026-12-28T05:00"),
        },
      },
    ]);
  });

  it("that is removed: says until when its last points are there", () => {
    const [change, ...others] = rules(
      { daily: rule(), monthly: rule({ schedule: "cron(0 5 1 * ? *)", keepDays: 365 }) },
      { daily: rule() },
    );
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      field: "rules.monthly",
      direction: "weaker",
      points: {
        atATime: { before: 12, after: 0 },
        from: at("2026-12-01T05:00"),
        gone: at("2026-12-01T05:00"),
        insteadOf: at("2027-12-01T05:00"),
      },
      sentence: expect.stringContaining(
        "the last of them is there until 2027-12-01 at most; from 2026-12-01 05:00 UTC on none is made",
      ),
    });
    expect(change).not.toHaveProperty("after");
  });

  it("that runs less often: says which run is the first left out", () => {
    expect(rules({ daily: rule() }, { daily: rule({ schedule: "cron(0 5 ? * MON-FRI *)" }) })).toMatchObject([
      {
        field: "rules.daily.schedule",
        direction: "weaker",
        before: "cron(0 5 * * ? *) in UTC",
        after: "cron(0 5 ? * MON-FRI *) in UTC",
        points: { atATime: { before: 35, after: 25 }, from: at("2026-11-28T05:00") },
        sentence: expect.stringContaining("the one of 2026-11-28 05:00 UTC is the first that isn't made"),
      },
    ]);
  });

  it("that was renamed is the same rule", () => {
    expect(rules({ daily: rule() }, { nightly: rule() })).toMatchObject([
      { field: "rules", direction: "different", before: "daily", after: "nightly" },
    ]);
  });

  it("that has another name and another content is another rule", () => {
    expect(rules({ daily: rule() }, { nightly: rule({ keepDays: 36 }) })).toMatchObject([
      { field: "rules.daily", direction: "weaker" },
      { field: "rules.nightly", direction: "stronger" },
    ]);
  });

  it("can have any name", () => {
    expect(rules({ toString: rule() }, { daily: rule({ keepDays: 1 }) })).toMatchObject([
      { field: "rules.toString" },
      { field: "rules.daily" },
    ]);
  });

  it.each([
    ["coldAfterDays", rule({ keepDays: 365 }), rule({ keepDays: 365, coldAfterDays: 30 }), "different"],
    ["startWindowMinutes", rule(), rule({ startWindowMinutes: 90 }), "different"],
    ["completionWindowMinutes", rule(), rule({ completionWindowMinutes: 90 }), "different"],
    ["tags", rule(), rule({ tags: { team: "a" } }), "different"],
    ["keepDays", rule(), rule({ keepDays: 36 }), "stronger"],
    ["schedule", rule(), rule({ schedule: "cron(0 5,17 * * ? *)" }), "stronger"],
    ["schedule", rule(), rule({ timeZone: "Europe/Paris" }), "different"],
  ])("compares %s", (field, before, after, direction) => {
    const found = rules({ daily: before }, { daily: after });
    expect(found).toMatchObject([{ field: `rules.daily.${field}`, direction }]);
    expect(found[0]).not.toHaveProperty("points");
  });

  it.each([
    [undefined, "a", "stronger"],
    ["a", undefined, "weaker"],
    ["a", "b", "different"],
  ])("whose air-gapped vault is %s and then %s is %s", (before, after, direction) => {
    const arn = (name?: string) =>
      name && { airGappedVaultArn: `arn:aws:backup:us-east-1:123456789012:backup-vault:gap-${name}` };
    const [of] = rules({ daily: rule({ ...arn(before) }) }, { daily: rule({ ...arn(after) }) });
    expect(of).toMatchObject({ field: "rules.daily.airGappedVaultArn", direction });
  });
});

describe("a copy", () => {
  const copies = (...places: [region: string, keepDays: number][]) => ({
    daily: rule({
      copies: places.map(([region, keepDays]) => ({ to: { kind: "region", region }, keepDays })),
    }),
  });

  it("that is removed or kept shorter is a loss of its own", () => {
    expect(rules(copies(["eu-west-1", 35], ["eu-north-1", 35]), copies(["eu-north-1", 7]))).toMatchObject([
      {
        field: "rules.daily.copies[eu-west-1]",
        direction: "weaker",
        points: { rule: "daily", copy: "eu-west-1", keepDays: { before: 35, after: 0 } },
      },
      {
        field: "rules.daily.copies[eu-north-1].keepDays",
        direction: "weaker",
        points: { copy: "eu-north-1", gone: at("2026-11-30T05:00"), insteadOf: at("2026-12-28T05:00") },
      },
    ]);
  });

  it("that is added or kept longer protects more", () => {
    expect(rules(copies(["eu-west-1", 35]), copies(["eu-north-1", 7], ["eu-west-1", 36]))).toMatchObject([
      { field: "rules.daily.copies[eu-west-1].keepDays", direction: "stronger" },
      { field: "rules.daily.copies[eu-north-1]", direction: "stronger" },
    ]);
  });
});
