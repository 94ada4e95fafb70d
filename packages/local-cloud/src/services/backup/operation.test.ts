import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "../../errors.ts";
import { call, createWorld, type World } from "./testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const prefix = "arn:aws:backup:us-east-1:123456789012";

describe("somebody who may not ask", () => {
  it.each([
    ["DescribeBackupVault", { BackupVaultName: "gone" }, `${prefix}:backup-vault:gone`],
    ["GetBackupPlan", { BackupPlanId: "gone" }, `${prefix}:backup-plan:gone`],
    [
      "DescribeRecoveryPoint",
      { BackupVaultName: "gone", RecoveryPointArn: `${prefix}:recovery-point:gone` },
      `${prefix}:recovery-point:gone`,
    ],
    ["ListTags", { ResourceArn: `${prefix}:backup-vault:gone` }, `${prefix}:backup-vault:gone`],
    ["GetRestoreTestingPlan", { RestoreTestingPlanName: "gone" }, `${prefix}:restore-testing-plan:gone-*`],
  ])("doesn't learn by %s that something isn't there", async (name, input, resource) => {
    const exists = await call(world, name, input).catch((error: Error) => error.message);
    world.rule = () => {
      throw new AwsError("AccessDeniedException", "denied", { status: 403 });
    };
    world.authorizations.length = 0;
    await expect(call(world, name, input)).rejects.toThrow("denied");
    expect(world.authorizations).toMatchObject([{ action: `backup:${name}`, resource }]);
    expect(exists).toMatch(/gone/);
  });
});
