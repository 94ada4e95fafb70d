import { describe, expect, test } from "vitest";
import { check, checkNames } from "./check.ts";
import { type CheckName, checks } from "./checks/registry.ts";
import type { CheckInput } from "./input.ts";
import { beast, input } from "./testing/input.ts";

/** What each check reads first: taken away, the check can't run. */
const needs: Record<CheckName, keyof CheckInput> = {
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

describe.each(checkNames)("without what %s reads", (name) => {
  test("says that it could not run, and passes only if it isn't asked for", async () => {
    const report = await check(input({}, { [needs[name]]: undefined }));
    expect(report.outcomes[name]).toBe("COULD_NOT_RUN");
    expect(report.verdict).toBe("INCONCLUSIVE");
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        check: name,
        sentence: expect.stringContaining("The check could not run: "),
      }),
    );
    const another: CheckName = name === "structure" ? "time" : "structure";
    expect((await check(input({}, { [needs[name]]: undefined }), [another])).verdict).toBe("PASSED");
  });
});

test("runs the checks that are asked for and no others, and says which didn't run", async () => {
  const report = await check(input({ restored: [] }), ["recoveryPoint", "structure"]);
  expect(report.verdict).toBe("PASSED");
  expect(report.outcomes).toEqual({ recoveryPoint: "PASSED", structure: "PASSED" });
  const sentence = "Not run: the policy doesn't ask for this check.";
  expect(report.findings).toEqual(
    ["contents", "model", "relations", "time", "settings"].map((name) => {
      return { check: name, severity: "INFO", sentence };
    }),
  );
});

test("never passes when no check is asked for", async () => {
  expect((await check(input(), [])).verdict).toBe("INCONCLUSIVE");
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
