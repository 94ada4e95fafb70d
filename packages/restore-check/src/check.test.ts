import { describe, expect, test } from "vitest";
import { check, requiredChecks } from "./check.ts";
import { checks } from "./checks/registry.ts";
import type { CheckInput } from "./input.ts";
import { beast, input } from "./testing/input.ts";

/** What each check reads first: taken away, the check can't run. */
const needs: Record<keyof typeof checks, keyof CheckInput> = {
  recoveryPoint: "recoveryPoint",
  structure: "shape",
  settings: "settings",
  contents: "reconciliation",
  model: "conformity",
  relations: "relations",
  time: "restore",
};

test("passes a sound restore, every check having run", async () => {
  const report = await check(input());
  expect(report.verdict).toBe("PASSED");
  expect(Object.keys(report.outcomes)).toEqual(Object.keys(checks));
});

test("requires all that proves a restore", () => {
  expect(requiredChecks).toEqual(["recoveryPoint", "structure", "contents", "model", "relations", "time"]);
});

describe.each(Object.keys(checks) as (keyof typeof checks)[])("without what %s reads", (name) => {
  test("says that it could not run, and passes only if it isn't required", async () => {
    const report = await check(input({}, { [needs[name]]: undefined }));
    expect(report.outcomes[name]).toBe("COULD_NOT_RUN");
    expect(report.verdict === "PASSED").toBe(!checks[name].required);
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        check: name,
        sentence: expect.stringContaining("The check could not run: "),
      }),
    );
  });
});

test("is inconclusive when items can't be read again", async () => {
  const reread = async () => {
    throw new Error("The read was throttled too long.");
  };
  const report = await check(input({ live: [beast("ogre")] }, { secondLook: { reread } }));
  expect(report).toMatchObject({ verdict: "INCONCLUSIVE", counts: undefined });
  expect(report.findings[0]!.sentence).toBe("The check could not run: The read was throttled too long.");
});

test("puts errors first and says which check found them", async () => {
  const report = await check(
    input(
      { live: [beast("ogre")], restored: [] },
      { settings: [{ name: "tags", state: "on", reapply: "aws dynamodb tag-resource" }] },
    ),
  );
  expect(report.verdict).toBe("FAILED");
  expect(report.findings.map(({ check: name, severity }) => [name, severity])).toEqual([
    ["contents", "ERROR"],
    ["contents", "ERROR"],
    ["contents", "INFO"],
    ["time", "INFO"],
    ["settings", "INFO"],
  ]);
});
