import { byTag, daily, days, definePolicy, hours, type PolicyInput, weekly } from "@holdfast/backup-policy";
import { describe, expect, it } from "vitest";
import { run } from "../program.ts";
import { fakeClock, fakeCloud, fakeWorld } from "../testing.ts";
import type { World } from "../world.ts";
import type { PolicyRead } from "./readPolicy.ts";

const input: PolicyInput = {
  vault: { name: "holdfast", backupAdmin: { principals: ["account"] } },
  protect: [byTag("backup", "on")],
  rules: { daily: daily({ at: "05:00", keep: days(35), startWindow: hours(1), completionWindow: hours(2) }) },
  assumptions: { advancedDynamoDb: true },
  objectives: { rpoHours: 27, rtoMinutes: 60, reachBackDays: 30 },
  verification: { schedule: "cron(15 8 * * ? *)", proofStaleAfterHours: 48 },
};
const daily14 = daily({ at: "05:00", keep: days(14), startWindow: hours(1), completionWindow: hours(2) });
const shorter: PolicyInput = {
  ...input,
  rules: { daily: daily14 },
  objectives: { ...input.objectives, reachBackDays: 12 },
};
const weakened = ["rules.daily.keepDays", "objectives.reachBackDays"];
const acknowledged = weakened.map((weakening) => ({
  weakening,
  by: "Jane Doe",
  on: "2026-11-22",
  why: "the auditor agreed",
}));

/** A working tree with that policy, and a commit with another. */
function setUp(now: PolicyInput | PolicyRead, then: PolicyInput | PolicyRead = now) {
  const read: string[] = [];
  const answer = (one: PolicyInput | PolicyRead): PolicyRead =>
    "policy" in one || "refusals" in one ? (one as PolicyRead) : { policy: definePolicy(one) };
  const { world, printed, warned } = fakeWorld(fakeCloud({}).cloud, {
    clock: fakeClock("2026-11-22T12:00:00Z"),
    readPolicy: async (file, commit) => {
      read.push(commit ? `${file} of ${commit.hash}` : file);
      return answer(commit ? then : now);
    },
  });
  return { world, printed, warned, read };
}

describe("policy check", () => {
  it("ends with 0 for a policy that keeps the laws", async () => {
    const { world, printed, read } = setUp(input);

    expect(await run(["policy", "check"], world)).toBe(0);
    expect(printed).toEqual(["stacks/policy.ts is fine."]);
    expect(read).toEqual(["stacks/policy.ts"]);
  });

  it("ends with 1 for one that definePolicy refused, and says where AWS says so", async () => {
    const refusals = [
      { field: "rules.daily.coldAfterDays", rule: "cold-storage-90-days", got: 30, allowed: "less" },
      { field: "rules.daily.keepDays", rule: "shape", got: 0, allowed: "a whole number" },
    ];
    const { world, printed } = setUp({ refusals });

    expect(await run(["policy", "check", "--policy", "other.ts"], world)).toBe(1);
    expect(printed.join("\n").split("\n")).toEqual([
      "✖ rules.daily.coldAfterDays is 30; allowed: less (cold-storage-90-days)",
      expect.stringMatching(/^ {2}https:\/\/docs.aws.amazon.com\//),
      "✖ rules.daily.keepDays is 0; allowed: a whole number (shape)",
      "",
      "other.ts has 2 errors and 0 warnings.",
    ]);
  });

  it("ends with 1 for a policy that never went through definePolicy and breaks a law", async () => {
    const { world, printed } = setUp({ policy: { ...input, rules: {} } });

    expect(await run(["policy", "check", "--json"], world)).toBe(1);
    expect(JSON.parse(printed.join())).toMatchObject({
      policy: "stacks/policy.ts",
      findings: expect.arrayContaining([expect.objectContaining({ rule: "some-rule", severity: "error" })]),
    });
  });

  it("ends with 0 for one with warnings, and tells them", async () => {
    const weekly60 = weekly({ on: "SAT", at: "05:00", keep: days(90), startWindow: hours(1) });
    const together = { ...input.rules, weekly: weekly60 };
    const objectives = { ...input.objectives, rpoHours: 73 };
    const { world, printed } = setUp({ ...input, rules: together, objectives });

    expect(await run(["policy", "check"], world)).toBe(0);
    expect(printed.join()).toContain("(rules-keep-apart)");
    expect(printed.join()).toMatch(/has 0 errors and \d+ warnings?\.$/);
  });
});

describe("policy explain", () => {
  it("prints the policy in words", async () => {
    const { world, printed } = setUp(input);

    expect(await run(["policy", "explain"], world)).toBe(0);
    expect(printed.join()).toMatch(/^# Backup policy holdfast\n\n## What is protected\n/);
  });

  it("gives the sections as JSON", async () => {
    const { world, printed } = setUp(input);

    expect(await run(["policy", "explain", "--json"], world)).toBe(0);
    expect(JSON.parse(printed.join()).sections).toContainEqual({
      heading: "Who may delete",
      sentences: expect.any(Array),
    });
  });

  it("ends with 2 for a policy that can't work", async () => {
    const { world, warned } = setUp({ policy: { ...input, rules: {} } });

    expect(await run(["policy", "explain"], world)).toBe(2);
    expect(warned.join()).toContain("rules is {}");
  });
});

describe("policy forecast", () => {
  it("says which points there will be and what an incident costs at worst", async () => {
    const { world, printed } = setUp({ ...input, continuous: { days: 7 } });

    expect(await run(["policy", "forecast", "--days", "30"], world)).toBe(0);
    const text = printed.join("\n");
    expect(text).toContain("From 2026-11-22 until before 2026-12-22");
    expect(text).toMatch(/^daily +vault +35 days +30 +35$/m);
    expect(text).toMatch(
      /continuous recovery and recovery points:\n.*\nat once +5 min \(continuous recovery\)$/m,
    );
    expect(text).toMatch(
      /the vault's recovery points:\n.*\nat once +1 d 3 h \(rule daily, made 2026-11-\d\d\)$/m,
    );
    expect(text).toMatch(/^30 days +1 d 1 h/m);
    expect(text).toContain("With --size it tells what this costs.");
  });

  it("says what it costs, when it is told how big the tables are", async () => {
    const { world, printed } = setUp(input);
    const span = ["--from", "2027-01-01", "--to", "2027-03-01"];

    expect(await run(["policy", "forecast", ...span, "--size", "Item=10"], world)).toBe(0);
    expect(printed.join("\n")).toMatch(
      /^2027-01 +\$35.00 +\$0.00 +\$0.00 +\$0.00 +\$46.50 +\$1.00 +\$82.50$/m,
    );
    expect(printed.join("\n")).toContain(
      "To restore all 10.0 GB from the newest recovery point, at the end: $1.50.",
    );
  });

  it("draws the points, and writes a picture where it is told to", async () => {
    const { world, printed } = setUp(input);
    const written = new Map<string, string>();
    const writing: World = { ...world, writeFile: async (path, text) => void written.set(path, text) };

    expect(await run(["policy", "forecast", "--chart", "backups.svg"], writing)).toBe(0);
    expect(printed[0]).toMatch(/^Recovery points to go back to on 2027-11-23, by age\ndaily, 35 days┤ +●/);
    expect(printed.at(-1)).toContain("The picture is in backups.svg.");
    expect(written.get("backups.svg")).toMatch(/^<svg /);

    expect(await run(["policy", "forecast", "--chart", "a.svg", "--json"], writing)).toBe(0);
    expect(JSON.parse(printed.at(-1) ?? "").chart).toBe("a.svg");
  });

  it("says that a picture can't be written", async () => {
    const { world, warned } = setUp(input);
    const writeFile = async () => {
      throw new Error("no such folder");
    };

    expect(await run(["policy", "forecast", "--chart", "gone/a.svg"], { ...world, writeFile })).toBe(2);
    expect(warned.join()).toContain("can't be written to gone/a.svg: no such folder");
  });

  it("begins with nothing when the policy comes into force", async () => {
    const { world, printed } = setUp(input);
    const args = ["--from", "2026-12-01", "--days", "10", "--since", "2026-12-01", "--late", "5", "--json"];

    expect(await run(["policy", "forecast", ...args], world)).toBe(0);
    expect(JSON.parse(printed.join())).toMatchObject({
      policy: "stacks/policy.ts",
      from: "2026-12-01T00:00:00.000Z",
      to: "2026-12-11T00:00:00.000Z",
      lanes: [{ rule: "daily", place: "vault", made: 10, held: { warm: 10, cold: 0 } }],
      losses: [{ from: "the vault's recovery points", worst: [{ noticedAfterDays: 5 }] }],
    });
  });

  it.each([
    [["--from", "2027-02-30"], "a date such as"],
    [["--from", "2027-02-01", "--to", "2027-01-01"], "The end has to be later than the beginning"],
    [["--growth", "Item=5%"], "names Item, of which no size is known"],
    [["--size", "big"], "a number of GB"],
    [["--late", "-1"], "a whole number"],
  ])("refuses %j", async (args, message) => {
    const { world, warned } = setUp(input);

    expect(await run(["policy", "forecast", ...args], world)).toBe(2);
    expect(warned.join("\n")).toContain(message);
  });
});

describe("policy diff", () => {
  it("ends with 0 when nothing changed", async () => {
    const { world, printed, read } = setUp(input);

    expect(await run(["policy", "diff"], world)).toBe(0);
    expect(printed).toEqual(["stacks/policy.ts says the same as in main (main012)."]);
    expect(read).toEqual(["stacks/policy.ts", "stacks/policy.ts of main0123456789"]);
  });

  it("ends with 1 on a weakening, says what goes when, and how to answer for it", async () => {
    const { world, printed } = setUp(shorter, input);

    expect(await run(["policy", "diff", "--base", "v1"], world)).toBe(1);
    const text = printed.join("\n");
    expect(text).toContain("stacks/policy.ts, compared with v1 (v101234):");
    expect(text).toContain(
      "  ✖ rules.daily.keepDays\n    Points of the rule daily are kept 14 days instead of 35.",
    );
    expect(text).toContain("At a time there will be 14 of these points instead of 35.");
    expect(text).toContain("2 weakenings that nobody answers for");
    expect(text).toContain(
      '  { weakening: "rules.daily.keepDays", by: "your name", on: "2026-11-22", why: "…" },',
    );
  });

  it("ends with 0 on a weakening that somebody answers for", async () => {
    const { world, printed } = setUp({ ...shorter, acknowledged }, input);

    expect(await run(["policy", "diff"], world)).toBe(0);
    expect(printed.join()).toContain("Acknowledged by Jane Doe on 2026-11-22: the auditor agreed");
    expect(printed.join()).toContain("Nothing gets weaker that nobody answers for.");
  });

  it("ends with 1 when only one of two weakenings is answered for, and names what is in vain", async () => {
    const [first] = acknowledged;
    const misspelt = { ...first!, weakening: "objectives.reachback" };
    const { world, printed } = setUp({ ...shorter, acknowledged: [first!, misspelt] }, input);

    expect(await run(["policy", "diff", "--json"], world)).toBe(1);
    expect(JSON.parse(printed.join())).toMatchObject({
      base: { ref: "main", commit: "main0123456789" },
      unacknowledged: ["objectives.reachBackDays"],
      acknowledgedInVain: [misspelt],
      changes: [
        { field: "rules.daily.keepDays", direction: "weaker", acknowledged: { by: "Jane Doe" } },
        { field: "objectives.reachBackDays", direction: "weaker" },
      ],
    });
  });

  it("ends with 0 when the policy gets stronger", async () => {
    const { world, printed } = setUp(input, shorter);

    expect(await run(["policy", "diff"], world)).toBe(0);
    expect(printed.join()).toContain("✔ rules.daily.keepDays");
  });

  it("ends with 2 when the commit's policy is in another version of the language, and says what to do", async () => {
    const { world, warned } = setUp(input, { policy: { selection: "everything" } as never });

    expect(await run(["policy", "diff"], world)).toBe(2);
    expect(warned.join()).toContain(
      "The policy of main is written in another version of the policy's language",
    );
    expect(warned.join()).toContain('- selection is "everything"; allowed: nothing, there is no such field');
    expect(warned.join()).toContain("`git log --oneline -- stacks/policy.ts`");
  });

  it("compares with a policy that breaks a law, which may have come later", async () => {
    const reach = { ...input.objectives, reachBackDays: 34 };
    const { world, printed } = setUp(input, { policy: { ...input, objectives: reach } });

    expect(await run(["policy", "diff", "--json"], world)).toBe(1);
    expect(JSON.parse(printed.join())).toMatchObject({
      base: { broken: [{ field: "objectives.reachBackDays", rule: "retention-reaches-back" }] },
      unacknowledged: ["objectives.reachBackDays"],
    });
  });

  it("ends with 2 when the policy itself can't work", async () => {
    const { world, warned } = setUp({
      refusals: [{ field: "rules", rule: "some-rule", got: {}, allowed: "one" }],
    });

    expect(await run(["policy", "diff"], world)).toBe(2);
    expect(warned.join()).toContain("rules is {}; allowed: one (some-rule)");
    expect(warned.join()).toContain("holdfast policy check");
  });
});

describe("every policy command", () => {
  it.each(["check", "explain", "forecast", "diff"])(
    "shows help with examples and exit codes for %s",
    async (name) => {
      const { world, printed } = setUp(input);

      expect(await run(["policy", name, "--help"], world)).toBe(0);
      expect(printed.join("\n")).toContain(`holdfast policy ${name}`);
      expect(printed.join("\n")).toMatch(/Exit codes: 0 done, .*2 could not run/);
    },
  );
});
