import type { StartBackupJobCommandInput } from "@aws-sdk/client-backup";
import { afterEach, beforeEach, expect, it } from "vitest";
import { backupRole, createWorld, makeTable, startBackup, vaultName, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await makeTable(world, "Category");
});
afterEach(() => world.close());

type Refusal = [what: string, given: Partial<StartBackupJobCommandInput>, name: string, message: string];
it.each<Refusal>([
  [
    "a table that isn't there",
    { ResourceArn: "arn:aws:dynamodb:us-east-1:123456789012:table/None" },
    "ResourceNotFoundException",
    "table/None does not exist",
  ],
  [
    "another kind of resource",
    { ResourceArn: "arn:aws:s3:::bucket" },
    "InvalidParameterValueException",
    "Unsupported resource type: arn:aws:s3:::bucket",
  ],
  [
    "a vault that isn't there",
    { BackupVaultName: "none" },
    "AccessDeniedException",
    "Insufficient privileges",
  ],
  [
    "a role that doesn't trust AWS Backup",
    { IamRoleArn: "arn:aws:iam::123456789012:role/lambda" },
    "InvalidParameterValueException",
    "IAM Role arn:aws:iam::123456789012:role/lambda cannot be assumed by AWS Backup",
  ],
  [
    "fewer than 90 days in cold storage",
    { Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 119 } },
    "InvalidParameterValueException",
    "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays",
  ],
  [
    "a start window under an hour",
    { StartWindowMinutes: 59 },
    "InvalidParameterValueException",
    "StartWindowMinutes: it has to be at least 60",
  ],
])("refuses %s", async (_, given, name, message) => {
  await expect(startBackup(world, "Category", given)).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message),
  });
});

it("asks for leave to back up into the vault, and to pass the role", async () => {
  world.authorizations.length = 0;
  await startBackup(world, "Category");
  expect(world.authorizations.slice(0, 2)).toMatchObject([
    {
      action: "backup:StartBackupJob",
      resource: `arn:aws:backup:us-east-1:123456789012:backup-vault:${vaultName}`,
    },
    {
      action: "iam:PassRole",
      resource: backupRole,
      context: { "iam:PassedToService": "backup.amazonaws.com" },
    },
  ]);
});
