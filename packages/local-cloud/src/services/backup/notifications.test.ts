import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backUp,
  call,
  copy,
  createWorld,
  makeTable,
  restore,
  someItems,
  type World,
} from "./testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-25T00:00:00Z");
  await makeTable(world, "Category", someItems(2));
});
afterEach(() => world.close());

const topic = (name: string) => `arn:aws:sns:us-east-1:123456789012:${name}`;
const put = (vault: string, name: string, ...BackupVaultEvents: string[]) =>
  call(world, "PutBackupVaultNotifications", {
    BackupVaultName: vault,
    SNSTopicArn: topic(name),
    BackupVaultEvents,
  });

it("tells a vault's topic of the jobs that it asked for, and of no others", async () => {
  await put(BackupVaultName, "backups", "BACKUP_JOB_STARTED", "BACKUP_JOB_COMPLETED");
  const { RecoveryPointArn, BackupJobId } = await backUp(world, "Category");
  await restore(world, RecoveryPointArn!, "New");
  const attributes = (State: string) => ({
    EventType: "BACKUP_JOB",
    State,
    Id: BackupJobId,
    AccountId: "123456789012",
    StartTime: "2026-11-25T00:00:00.000Z",
  });
  const resource = world.tables.arn("Category");
  expect(world.notified).toEqual([
    {
      topicArn: topic("backups"),
      attributes: attributes("RUNNING"),
      message: `An AWS Backup job was started. Resource ARN : ${resource}. BackupJob ID : ${BackupJobId}`,
    },
    {
      topicArn: topic("backups"),
      attributes: attributes("COMPLETED"),
      message: `An AWS Backup job was completed successfully. Recovery point ARN: ${RecoveryPointArn}. Resource ARN : ${resource}. BackupJob ID : ${BackupJobId}`,
    },
  ]);
});

it("counts a job that failed among the completed ones", async () => {
  await put(BackupVaultName, "backups", "BACKUP_JOB_COMPLETED", "RESTORE_JOB_COMPLETED");
  await call(world, "PutBackupVaultLockConfiguration", { BackupVaultName, MinRetentionDays: 7 });
  const { RecoveryPointArn } = await backUp(world, "Category");
  await backUp(world, "Category", { Lifecycle: { DeleteAfterDays: 1 } });
  await restore(world, RecoveryPointArn!, "Category");
  expect(world.notified.map(({ attributes }) => [attributes.EventType, attributes.State])).toEqual([
    ["BACKUP_JOB", "COMPLETED"],
    ["BACKUP_JOB", "FAILED"],
    ["RESTORE_JOB", "FAILED"],
  ]);
  expect(world.notified.at(-1)!.message).toMatch(
    /^An AWS Backup restore job failed\. .* Status Message : Table already exists: Category/,
  );
});

it("tells of a copy on both sides, one topic once", async () => {
  await call(world, "CreateBackupVault", { BackupVaultName: "other" });
  const { RecoveryPointArn } = await backUp(world, "Category");
  await put(BackupVaultName, "copies", "COPY_JOB_STARTED", "COPY_JOB_SUCCESSFUL", "COPY_JOB_FAILED");
  await put("other", "copies", "COPY_JOB_SUCCESSFUL");
  await copy(world, RecoveryPointArn!, "other");
  await put("other", "elsewhere", "COPY_JOB_SUCCESSFUL");
  await copy(world, RecoveryPointArn!, "other");
  await copy(world, RecoveryPointArn!, "none");
  expect(
    world.notified.map(({ topicArn, attributes }) => [topicArn.split(":").at(-1), attributes.State]),
  ).toEqual([
    ["copies", "RUNNING"],
    ["copies", "COMPLETED"],
    ["copies", "RUNNING"],
    ["copies", "COMPLETED"],
    ["elsewhere", "COMPLETED"],
    ["copies", "RUNNING"],
    ["copies", "FAILED"],
  ]);
});
