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

it("gives JSON that makes the same plan", async () => {
  const { BackupPlanId } = await create("mine");
  const { BackupPlanTemplateJson } = await call(world, "ExportBackupPlanTemplate", { BackupPlanId });
  const { BackupPlan } = await call(world, "GetBackupPlanFromJSON", { BackupPlanTemplateJson });
  const { BackupPlan: original } = await call(world, "GetBackupPlan", { BackupPlanId });
  const withoutIds = (plan: { Rules: object[] }) => ({
    ...plan,
    Rules: plan.Rules.map((rule) => ({ ...rule, RuleId: undefined })),
  });
  expect(withoutIds(BackupPlan)).toEqual(withoutIds(original));
});
