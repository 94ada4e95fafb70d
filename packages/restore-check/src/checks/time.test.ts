import { expect, test } from "vitest";
import { input } from "../testing/input.ts";
import { time } from "./time.ts";

const answer = (seconds: number, earlierSeconds?: number[]) =>
  time.run(input({}, { restore: { seconds, rtoMinutes: 60, earlierSeconds } }));

test("passes a restore within the objective, and says how long it took", async () => {
  expect(await answer(90)).toEqual({
    outcome: "PASSED",
    findings: [
      { severity: "INFO", sentence: "The restore took 90 seconds; the objective (RTO) is 60 minutes." },
    ],
  });
});

test("fails one that took longer", async () => {
  expect(await answer(3601)).toMatchObject({ outcome: "FAILED", findings: [{ severity: "ERROR" }] });
});

test("could not run where nobody knows how long it took", async () => {
  await expect(async () => answer(Number.NaN)).rejects.toThrow("not known");
});

test("warns when restores take longer and longer", async () => {
  const { outcome, findings } = await answer(1800, [600, 620, 900]);
  expect(outcome).toBe("PASSED");
  expect(findings[1]).toMatchObject({
    severity: "WARNING",
    sentence: expect.stringContaining("2.9 times as long"),
  });
});

test.each([
  ["too few were made", 1800, [600]],
  ["it is as ever", 630, [600, 620, 640]],
  ["it is a matter of seconds", 30, [3, 3, 3]],
])("sees no trend when %s", async (_, seconds, earlier) => {
  expect((await answer(seconds, earlier)).findings).toHaveLength(1);
});
