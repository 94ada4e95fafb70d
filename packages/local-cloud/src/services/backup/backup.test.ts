import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DescribeBackupJobCommand, ListBackupJobsCommand, ListTagsCommand } from "@aws-sdk/client-backup";
import {
  DescribeTableCommand,
  type GlobalSecondaryIndexDescription,
  ListTablesCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "../../errors.ts";
import {
  backUp,
  backupOver,
  backupRole,
  createWorld,
  hold,
  largeItems,
  makeTable,
  makeVault,
  restore,
  restoreOver,
  scanAll,
  someItems,
  startBackup,
  startRestore,
  vaultName,
  type World,
} from "./testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const statesOf = (type: string) =>
  world.events
    .filter((event) => event["detail-type"] === `${type} State Change`)
    .map(({ detail }) => detail.state ?? detail.status);

describe("a backup and its restore", () => {
  it("give the same items in a new table, whatever their values", async () => {
    await makeTable(world, "Category", someItems(60));
    const backup = await backUp(world, "Category");
    expect(backup).toMatchObject({ State: "COMPLETED", PercentDone: "100.0", IsEncrypted: true });
    const restored = await restore(world, backup.RecoveryPointArn!, "Category-restored");
    expect(restored).toMatchObject({
      Status: "COMPLETED",
      CreatedResourceArn: world.tables.arn("Category-restored"),
      RecoveryPointCreationDate: expect.any(Date),
    });
    expect(await scanAll(world, "Category-restored")).toEqual(await scanAll(world, "Category"));
  });

  it("take a table of many chunks", async () => {
    await makeTable(world, "Item", largeItems(300));
    const { RecoveryPointArn, BackupSizeInBytes } = await backUp(world, "Item");
    expect(BackupSizeInBytes).toBeGreaterThan(5_000_000);
    expect((await restore(world, RecoveryPointArn!, "Item-restored")).Status).toBe("COMPLETED");
    expect(await scanAll(world, "Item-restored")).toEqual(await scanAll(world, "Item"));
  });

  it("take an empty table", async () => {
    await makeTable(world, "Empty");
    const { State, RecoveryPointArn, BackupSizeInBytes } = await backUp(world, "Empty");
    expect({ State, BackupSizeInBytes }).toEqual({ State: "COMPLETED", BackupSizeInBytes: 0 });
    expect((await restore(world, RecoveryPointArn!, "Empty-restored")).Status).toBe("COMPLETED");
    expect((await scanAll(world, "Empty-restored")).size).toBe(0);
  });

  it("bring back keys, indexes and billing, and nothing else", async () => {
    await makeTable(world, "Item", [], {
      AttributeDefinitions: ["id", "category", "name"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S",
      })),
      KeySchema: [
        { AttributeName: "id", KeyType: "HASH" },
        { AttributeName: "name", KeyType: "RANGE" },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: "byCategory",
          KeySchema: [
            { AttributeName: "id", KeyType: "HASH" },
            { AttributeName: "category", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "byName",
          KeySchema: [{ AttributeName: "name", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
          ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
        },
      ],
      BillingMode: "PROVISIONED",
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
      tags: { backup: "daily" },
    });
    world.tables.saveSettings("Item", {
      tags: { backup: "daily" },
      ttlAttribute: "expiresAt",
      deletionProtection: true,
      recoveryPeriodInDays: 35,
      streamViewType: "NEW_IMAGE",
    });
    const { RecoveryPointArn } = await backUp(world, "Item");
    await restore(world, RecoveryPointArn!, "Item-restored");
    const restored = (await world.tables.describe("Item-restored"))!;
    const source = (await world.tables.describe("Item"))!;
    const shape = ({ description: table }: typeof source) => ({
      AttributeDefinitions: new Set(table.AttributeDefinitions),
      KeySchema: table.KeySchema,
      BillingMode: table.BillingModeSummary?.BillingMode,
      ReadCapacityUnits: table.ProvisionedThroughput?.ReadCapacityUnits,
      WriteCapacityUnits: table.ProvisionedThroughput?.WriteCapacityUnits,
      indexes: [...table.LocalSecondaryIndexes!, ...table.GlobalSecondaryIndexes!].map((index) => ({
        name: index.IndexName,
        KeySchema: index.KeySchema,
        Projection: index.Projection,
        throughput: (index as GlobalSecondaryIndexDescription).ProvisionedThroughput?.ReadCapacityUnits,
      })),
    });
    expect(shape(restored)).toEqual(shape(source));
    expect(restored.tags).toEqual({});
    expect(restored.settings).toEqual({ createdAt: expect.any(String) });
  });

  it("leave nothing of the items readable on disk", async () => {
    await makeTable(world, "Item", [{ id: { S: "very-secret-name" } }]);
    const { RecoveryPointArn } = await backUp(world, "Item");
    const folder = join(world.dataDir, "backup", "vaults", vaultName, RecoveryPointArn!.split(":").at(-1)!);
    expect(await readdir(folder)).toEqual(["00000001.chunk", "manifest.json", "point.json"]);
    for (const name of await readdir(folder)) {
      expect((await readFile(join(folder, name))).includes("very-secret-name")).toBe(false);
    }
  });

  it("tell EventBridge: backup jobs by state, restore jobs and points by status, sizes as texts", async () => {
    await makeTable(world, "Category", someItems(3));
    const { RecoveryPointArn, BackupSizeInBytes, BackupJobId } = await backUp(world, "Category");
    const { RestoreJobId } = await restore(world, RecoveryPointArn!, "Category-restored");
    expect(statesOf("Backup Job")).toEqual(["CREATED", "PENDING", "RUNNING", "COMPLETED"]);
    expect(statesOf("Recovery Point")).toEqual(["COMPLETED"]);
    expect(statesOf("Restore Job")).toEqual(["CREATED", "PENDING", "RUNNING", "COMPLETED"]);
    expect(world.events).toContainEqual({
      source: "aws.backup",
      "detail-type": "Backup Job State Change",
      resources: [RecoveryPointArn],
      detail: expect.objectContaining({
        backupJobId: BackupJobId,
        state: "COMPLETED",
        backupSizeInBytes: String(BackupSizeInBytes),
        resourceArn: world.tables.arn("Category"),
        resourceType: "DynamoDB",
        backupVaultName: vaultName,
      }),
    });
    expect(world.events.at(-1)).toMatchObject({
      "detail-type": "Restore Job State Change",
      detail: {
        restoreJobId: RestoreJobId,
        status: "COMPLETED",
        createdResourceArn: world.tables.arn("Category-restored"),
        recoveryPointArn: RecoveryPointArn,
      },
    });
    expect(world.events.at(-1)!.detail).not.toHaveProperty("state");
  });

  it("keep the table's tags and those given on the recovery point", async () => {
    await makeTable(world, "Category", [], { tags: { backup: "daily", team: "a" } });
    const { RecoveryPointArn } = await backUp(world, "Category", { RecoveryPointTags: { team: "b" } });
    const { Tags } = await world.client.send(new ListTagsCommand({ ResourceArn: RecoveryPointArn }));
    expect(Tags).toEqual({ backup: "daily", team: "b" });
  });
});

describe("a backup job", () => {
  it("waits while another job of its table runs, and not for other tables", async () => {
    await makeTable(world, "Category", someItems(2));
    await makeTable(world, "Item", someItems(2));
    const { held, letGo } = hold(world, "Scan");
    const first = await startBackup(world, "Category");
    await held;
    const second = await startBackup(world, "Category");
    const other = await startBackup(world, "Item");
    const stateOf = async (BackupJobId = "") =>
      (await world.client.send(new DescribeBackupJobCommand({ BackupJobId }))).State;
    expect(await stateOf(first.BackupJobId)).toBe("RUNNING");
    expect(await stateOf(second.BackupJobId)).toBe("CREATED");
    await expect.poll(() => stateOf(other.BackupJobId)).toBe("RUNNING");
    expect(world.backup.isBackingUp("Category")).toBe(true);
    letGo();
    for (const { BackupJobId } of [first, second, other]) {
      expect((await backupOver(world, BackupJobId!)).State).toBe("COMPLETED");
    }
    expect(world.backup.isBackingUp("Category")).toBe(false);
  });

  it("expires when its turn comes after its start window", async () => {
    await makeTable(world, "Category");
    const { held, letGo } = hold(world, "Scan");
    await startBackup(world, "Category");
    await held;
    const late = await startBackup(world, "Category", { StartWindowMinutes: 60 });
    world.now = new Date(world.now.getTime() + 61 * 60_000);
    letGo();
    expect(await backupOver(world, late.BackupJobId!)).toMatchObject({
      State: "EXPIRED",
      StatusMessage: "Backup job failed because there was a running job for the same resource.",
    });
  });

  it("is the same one for the same idempotency token", async () => {
    await makeTable(world, "Category");
    const first = await startBackup(world, "Category", { IdempotencyToken: "once" });
    const again = await startBackup(world, "Category", { IdempotencyToken: "once" });
    expect(again.BackupJobId).toBe(first.BackupJobId);
    expect((await world.client.send(new ListBackupJobsCommand({}))).BackupJobs).toHaveLength(1);
  });

  it("fails when its role may not back the table up, and says so", async () => {
    await makeTable(world, "Category");
    world.rule = ({ principal, action }) => {
      if (principal === backupRole && action === "dynamodb:StartAwsBackupJob") {
        throw new AwsError("AccessDeniedException", `${principal} is not authorized to perform: ${action}`);
      }
    };
    expect(await backUp(world, "Category")).toMatchObject({
      State: "FAILED",
      StatusMessage: `${backupRole} is not authorized to perform: dynamodb:StartAwsBackupJob`,
    });
  });

  it("fails when the vault's lock doesn't take its retention", async () => {
    await makeVault(world, { LockConfiguration: { MinRetentionDays: 7, MaxRetentionDays: 30 } });
    await makeTable(world, "Category");
    for (const DeleteAfterDays of [6, 31, undefined]) {
      expect(await backUp(world, "Category", { Lifecycle: { DeleteAfterDays } })).toMatchObject({
        State: "FAILED",
        StatusMessage: "Backup job failed because the lifecycle is outside the valid range for backup vault.",
      });
    }
    expect((await backUp(world, "Category", { Lifecycle: { DeleteAfterDays: 30 } })).State).toBe("COMPLETED");
  });

  it("fails when the engine does", async () => {
    await makeTable(world, "Category", someItems(2));
    world.engineSend = () =>
      Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));
    const { BackupJobId } = await startBackup(world, "Category");
    expect(await backupOver(world, BackupJobId!)).toMatchObject({
      State: "FAILED",
      StatusMessage: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

describe("stopping", () => {
  it("fails the jobs under way and leaves neither a table nor a recovery point of them", async () => {
    await makeTable(world, "Category", someItems(5));
    await makeTable(world, "Item", someItems(5));
    const { RecoveryPointArn } = await backUp(world, "Category");
    const writes = hold(world, "BatchWriteItem");
    const { RestoreJobId } = await startRestore(world, RecoveryPointArn!, "Half");
    await writes.held;
    const scans = hold(world, "Scan");
    const running = await startBackup(world, "Item");
    await scans.held;
    const waiting = await startBackup(world, "Item");
    const stopped = world.backup.stop();
    scans.letGo();
    writes.letGo();
    await stopped;
    const reason = "The local cloud was stopped while the job was under way.";
    expect(await restoreOver(world, RestoreJobId!)).toMatchObject({
      Status: "FAILED",
      StatusMessage: reason,
    });
    for (const { BackupJobId } of [running, waiting]) {
      expect(await backupOver(world, BackupJobId!)).toMatchObject({ State: "FAILED", StatusMessage: reason });
    }
    expect((await world.dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual(["Category", "Item"]);
    expect((await readdir(join(world.dataDir, "backup", "vaults", vaultName))).length).toBe(2);
    await expect(world.dynamodb.send(new DescribeTableCommand({ TableName: "Half" }))).rejects.toThrow();
  });
});
