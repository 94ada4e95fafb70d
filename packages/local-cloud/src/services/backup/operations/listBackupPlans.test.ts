import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, vaultName, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-25T00:00:00Z");
});
afterEach(() => world.close());

const daily = { RuleName: "daily", TargetBackupVaultName: vaultName };
const create = (BackupPlanName: string, Rules: Record<string, unknown>[] = [daily], more = {}) =>
  call(world, "CreateBackupPlan", { BackupPlan: { BackupPlanName, Rules }, ...more });

it("gives plans page by page", async () => {
  for (const name of ["one", "two", "three"]) await create(name);
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call(world, "ListBackupPlans", { MaxResults: 2, NextToken });
    names.push(...page.BackupPlansList.map((plan: { BackupPlanName: string }) => plan.BackupPlanName));
    NextToken = page.NextToken;
  } while (NextToken);
  expect(names.sort()).toEqual(["one", "three", "two"]);
});
