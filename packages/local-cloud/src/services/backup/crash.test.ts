import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ListRecoveryPointsByBackupVaultCommand } from "@aws-sdk/client-backup";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  backUp,
  backupOver,
  createWorld,
  hold,
  makeTable,
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
let vaultFolder: string;
beforeEach(async () => {
  world = await createWorld();
  vaultFolder = join(world.dataDir, "backup", "vaults", vaultName);
  await makeTable(world, "Category", someItems(5));
});
afterEach(() => world.close());

const reason = "The local cloud ended before this job did.";
const tables = async () => (await world.dynamodb.send(new ListTablesCommand({}))).TableNames;
const pointArns = async () => {
  const { RecoveryPoints } = await world.client.send(
    new ListRecoveryPointsByBackupVaultCommand({ BackupVaultName: vaultName }),
  );
  return RecoveryPoints!.map(({ RecoveryPointArn }) => RecoveryPointArn);
};

describe("after a crash", () => {
  it("a backup that was running has FAILED and left nothing", async () => {
    const { held } = hold(world, "Scan");
    const { BackupJobId } = await startBackup(world, "Category");
    const waiting = await startBackup(world, "Category");
    await held;
    expect((await readdir(vaultFolder)).length).toBe(2);
    await world.crash();
    for (const id of [BackupJobId, waiting.BackupJobId]) {
      expect(await backupOver(world, id!)).toMatchObject({ State: "FAILED", StatusMessage: reason });
    }
    expect(await pointArns()).toEqual([]);
    expect(await readdir(vaultFolder)).toEqual(["vault.json"]);
  });

  it("a backup whose recovery point was published is COMPLETED", async () => {
    const { BackupJobId, RecoveryPointArn, BackupSizeInBytes } = await backUp(world, "Category");
    const path = join(world.dataDir, "backup", "backup-jobs", `${BackupJobId}.json`);
    const { completionDate, bytes, ...job } = JSON.parse(await readFile(path, "utf8"));
    await writeFile(path, JSON.stringify({ ...job, state: "RUNNING", percentDone: 50 }));
    await world.crash();
    expect(await backupOver(world, BackupJobId!)).toMatchObject({
      State: "COMPLETED",
      PercentDone: "100.0",
      BackupSizeInBytes,
    });
    expect(await pointArns()).toEqual([RecoveryPointArn]);
  });

  it("everything that was COMPLETED is still there and restores", async () => {
    const { RecoveryPointArn, BackupJobId } = await backUp(world, "Category");
    const { RestoreJobId } = await restore(world, RecoveryPointArn!, "Before");
    await world.crash();
    expect((await backupOver(world, BackupJobId!)).State).toBe("COMPLETED");
    expect((await restoreOver(world, RestoreJobId!)).Status).toBe("COMPLETED");
    expect((await restore(world, RecoveryPointArn!, "After")).Status).toBe("COMPLETED");
    expect(await scanAll(world, "After")).toEqual(await scanAll(world, "Category"));
    expect(await tables()).toEqual(["After", "Before", "Category"]);
  });

  it("a restore that was running has FAILED and its table is gone", async () => {
    const { RecoveryPointArn } = await backUp(world, "Category");
    const { held } = hold(world, "BatchWriteItem");
    const { RestoreJobId } = await startRestore(world, RecoveryPointArn!, "Half");
    await held;
    expect(await tables()).toEqual(["Category", "Half"]);
    await world.crash();
    expect(await restoreOver(world, RestoreJobId!)).toMatchObject({
      Status: "FAILED",
      StatusMessage: reason,
    });
    expect(await tables()).toEqual(["Category"]);
  });

  it("a restore that was about to make its table has FAILED", async () => {
    const { RecoveryPointArn } = await backUp(world, "Category");
    const { held } = hold(world, "CreateTable");
    const { RestoreJobId } = await startRestore(world, RecoveryPointArn!, "Half");
    await held;
    await world.crash();
    expect(await restoreOver(world, RestoreJobId!)).toMatchObject({ Status: "FAILED" });
    expect(await tables()).toEqual(["Category"]);
  });

  it("a restore that failed for want of a free name leaves the table of that name alone", async () => {
    const { RecoveryPointArn } = await backUp(world, "Category");
    await restore(world, RecoveryPointArn!, "Category");
    await world.crash();
    expect((await scanAll(world, "Category")).size).toBe(5);
  });

  it("what was being written or removed is cleared away", async () => {
    const { RecoveryPointArn } = await backUp(world, "Category");
    await mkdir(join(vaultFolder, ".half-written"));
    await writeFile(join(vaultFolder, ".half-written", "00000001.chunk"), "half");
    await writeFile(join(world.dataDir, "backup", "backup-jobs", "x.json.1234"), "{");
    await world.crash();
    expect(await readdir(vaultFolder)).toEqual([RecoveryPointArn!.split(":").at(-1), "vault.json"]);
    expect(await readdir(join(world.dataDir, "backup", "backup-jobs"))).toHaveLength(1);
  });

  it("a damaged file stops the start, by name", async () => {
    const { RecoveryPointArn } = await backUp(world, "Category");
    const path = join(vaultFolder, RecoveryPointArn!.split(":").at(-1)!, "point.json");
    const content = await readFile(path);
    await writeFile(path, content.subarray(0, 20));
    await expect(world.crash()).rejects.toThrow(`${path} is damaged`);
    await writeFile(path, content);
    await world.restart();
    expect(await pointArns()).toEqual([RecoveryPointArn]);
  });
});
