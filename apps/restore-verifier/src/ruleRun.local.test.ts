import { afterAll, beforeAll, expect, test } from "vitest";
import { localCloud } from "./testing/localCloud.ts";

/** The next Sunday, 9:00, before which a whole Saturday lies. */
function sundayMorning(now: Date): Date {
  const days = ((6 - now.getUTCDay() + 7) % 7 || 7) + 1;
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + days, 9));
}

let cloud: Awaited<ReturnType<typeof localCloud>>;

beforeAll(async () => {
  cloud = await localCloud();
  const written = { S: new Date().toISOString() };
  const dates = { createdAt: written, updatedAt: written };
  await cloud.put("Category", { id: { S: "c-1" }, name: { S: "Giants" }, ...dates });
  const item = { name: { S: "Ogre" }, headline: { S: "Big" }, categoryID: { S: "c-1" } };
  await cloud.put("Item", { id: { S: "i-1" }, ...item, ...dates });
}, 120_000);

afterAll(() => cloud?.stop());

test("restores the weekly points though daily ones are newer every time that the daily verification starts", async () => {
  // The daily run after the weekly backup is the one that would have picked it, if any did.
  await cloud.advanceTo(sundayMorning(cloud.now()));
  const verdicts = (await cloud.evidence()).filter(
    ({ kind, modelName }) => kind === "table" && modelName === "Item",
  );
  const of = (rule: string) => verdicts.filter(({ ruleName }) => ruleName === rule);
  expect(of("weekly").length).toBeGreaterThan(0);
  for (const { verdict, recoveryPoint, startedBy, startedAt } of of("weekly")) {
    expect(verdict).toBe("PASSED");
    expect(recoveryPoint).toMatchObject({ rule: "weekly", createdAt: expect.stringMatching(/T09:00/) });
    expect(startedAt).toMatch(/T12:15/);
    expect(startedBy).toMatch(/:rule\/.*AfterBackupsOf/);
  }
  expect(of("daily").length).toBeGreaterThan(0);
  expect(of("daily").filter(({ startedAt }) => !/T08:15/.test(String(startedAt)))).toEqual([]);
}, 240_000);
