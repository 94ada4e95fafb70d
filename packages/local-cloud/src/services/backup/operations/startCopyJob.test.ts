import { afterEach, beforeEach, expect, it } from "vitest";
import {
  backUp,
  backupRole,
  call,
  createWorld,
  makeTable,
  vaultArnOf,
  vaultName,
  type World,
} from "../testing.ts";

let world: World;
let RecoveryPointArn: string;
beforeEach(async () => {
  world = await createWorld();
  await call(world, "CreateBackupVault", { BackupVaultName: "other" });
  await makeTable(world, "Category");
  RecoveryPointArn = (await backUp(world, "Category")).RecoveryPointArn!;
});
afterEach(() => world.close());

const start = (more: Record<string, unknown> = {}) =>
  call(world, "StartCopyJob", {
    RecoveryPointArn,
    SourceBackupVaultName: vaultName,
    DestinationBackupVaultArn: vaultArnOf("other"),
    IamRoleArn: backupRole,
    ...more,
  });

it("starts one job for one idempotency token", async () => {
  const first = await start({ IdempotencyToken: "once" });
  expect(first).toMatchObject({ CreationDate: world.now, IsParent: false });
  expect((await start({ IdempotencyToken: "once" })).CopyJobId).toBe(first.CopyJobId);
  expect((await call(world, "ListCopyJobs")).CopyJobs).toHaveLength(1);
});

it.each([
  [
    { RecoveryPointArn: "arn:aws:backup:us-east-1:123456789012:recovery-point:none" },
    "ResourceNotFoundException",
    "does not exist in the backup vault",
  ],
  [
    { SourceBackupVaultName: "other" },
    "ResourceNotFoundException",
    "does not exist in the backup vault other",
  ],
  [{ SourceBackupVaultName: "none" }, "AccessDeniedException", "Insufficient privileges"],
  [
    { DestinationBackupVaultArn: "other" },
    "InvalidParameterValueException",
    "other isn't the ARN of a backup vault.",
  ],
  [
    { Lifecycle: { MoveToColdStorageAfterDays: 1, DeleteAfterDays: 90 } },
    "InvalidParameterValueException",
    "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart",
  ],
  [
    { IamRoleArn: "arn:aws:iam::123456789012:role/lambda" },
    "InvalidParameterValueException",
    "cannot be assumed by AWS Backup",
  ],
  [{ IamRoleArn: undefined }, "MissingParameterValueException", "IamRoleArn is required."],
])("refuses %j", async (more, name, message) => {
  await expect(start(more)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
});
