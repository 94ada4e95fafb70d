import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const SNSTopicArn = "arn:aws:sns:us-east-1:123456789012:backups";
const put = (input: Record<string, unknown>) =>
  call(world, "PutBackupVaultNotifications", { BackupVaultName, SNSTopicArn, ...input });

it("keeps the topic and the events, each once, across a crash", async () => {
  await put({ BackupVaultEvents: ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED", "BACKUP_JOB_COMPLETED"] });
  await world.crash();
  expect(await call(world, "GetBackupVaultNotifications", { BackupVaultName })).toMatchObject({
    BackupVaultName,
    BackupVaultArn: `arn:aws:backup:us-east-1:123456789012:backup-vault:${BackupVaultName}`,
    SNSTopicArn,
    BackupVaultEvents: ["BACKUP_JOB_COMPLETED", "COPY_JOB_FAILED"],
  });
});

it.each([
  [{ BackupVaultEvents: [] }, "Please select from the following list of notifications BACKUP_JOB_STARTED, "],
  [
    { BackupVaultEvents: ["OOPS"] },
    "Please select from the following list of notifications BACKUP_JOB_STARTED, ",
  ],
  [
    { BackupVaultEvents: ["BACKUP_JOB_FAILED"], SNSTopicArn: "arn:aws:sqs:us-east-1:123456789012:q" },
    "Invalid SNS topic ARN",
  ],
])("refuses %j", async (input, message) => {
  await expect(put(input)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining(message),
  });
});
