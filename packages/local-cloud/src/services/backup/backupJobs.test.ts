import { DescribeBackupJobCommand, StopBackupJobCommand } from "@aws-sdk/client-backup";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  backUp,
  backupOver,
  call,
  createWorld,
  hold,
  makePlan,
  makeSelection,
  makeTable,
  someItems,
  startBackup,
  vaultName,
  type World,
} from "./testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await makeTable(world, "Category", someItems(2));
});
afterEach(() => world.close());

const minute = 60_000;
const later = (minutes: number) => new Date(world.clock.now().getTime() + minutes * minute);
/** Lets time pass while a job is held. */
async function pass(minutes: number): Promise<void> {
  world.now = new Date(world.now.getTime() + minutes * minute);
  await world.clock.sleep(0);
}
const describeJob = (BackupJobId: string | undefined) =>
  world.client.send(new DescribeBackupJobCommand({ BackupJobId }));
const details = () =>
  world.events
    .filter((event) => event["detail-type"] === "Backup Job State Change")
    .map(({ detail }) => detail);

describe("the start window", () => {
  it("closes on a job that waits for another of its table", async () => {
    const { held, letGo } = hold(world, "Scan");
    const first = await startBackup(world, "Category");
    await held;
    const second = await startBackup(world, "Category", { StartWindowMinutes: 60 });
    await pass(59);
    expect((await describeJob(second.BackupJobId)).State).toBe("CREATED");
    await pass(1);
    expect(await describeJob(second.BackupJobId)).toMatchObject({
      State: "EXPIRED",
      StatusMessage: "Backup job failed because there was a running job for the same resource.",
      CompletionDate: world.clock.now(),
    });
    expect((await describeJob(first.BackupJobId)).State).toBe("RUNNING");
    letGo();
    expect((await backupOver(world, first.BackupJobId!)).State).toBe("COMPLETED");
    expect(details().filter(({ state }) => state === "EXPIRED")).toHaveLength(1);
  });

  it("is 8 hours long where nothing else is said", async () => {
    const { StartBy, CreationDate } = await backUp(world, "Category");
    expect(StartBy!.getTime() - CreationDate!.getTime()).toBe(480 * minute);
  });
});

describe("the completion window", () => {
  it("ends a job that runs, and leaves no recovery point", async () => {
    const { held, letGo } = hold(world, "Scan");
    const { BackupJobId } = await startBackup(world, "Category", { CompleteWindowMinutes: 120 });
    await held;
    await pass(120);
    letGo();
    expect(await backupOver(world, BackupJobId!)).toMatchObject({
      State: "EXPIRED",
      StatusMessage: "Backup job expired before completion.",
    });
    expect(await call(world, "DescribeBackupVault", { BackupVaultName: vaultName })).toMatchObject({
      NumberOfRecoveryPoints: 0,
    });
  });

  it("counts from the scheduled time: a job that waited has less of it", async () => {
    const { held, letGo } = hold(world, "Scan");
    await startBackup(world, "Category");
    await held;
    const { BackupJobId } = await startBackup(world, "Category", { CompleteWindowMinutes: 120 });
    await pass(119);
    expect((await describeJob(BackupJobId)).State).toBe("CREATED");
    await pass(1);
    expect(await describeJob(BackupJobId)).toMatchObject({
      State: "EXPIRED",
      StatusMessage: "Backup job expired before completion.",
    });
    letGo();
  });

  it("is a rule's own", async () => {
    const { ref } = await makePlan(world, [{ RuleName: "daily", CompletionWindowMinutes: 600 }]);
    await makeSelection(world, ref, { Resources: ["*"] });
    const { held, letGo } = hold(world, "Scan");
    const due = world.clock.nextDue()!;
    world.now = due;
    await world.clock.sleep(0);
    await held;
    await pass(600);
    letGo();
    await world.clock.advance(world.now);
    const { BackupJobs } = await call(world, "ListBackupJobs", {});
    expect(BackupJobs).toMatchObject([{ State: "EXPIRED", CreationDate: due }]);
  });
});

describe("a job that can't begin for now", () => {
  const refuse = (times: number, name = "ThrottlingException") => {
    const { describe } = world.tables;
    let refused = 0;
    world.tables.describe = async (table) => {
      // The first call is StartBackupJob's own.
      if (refused++ > 0 && refused <= times + 1) throw Object.assign(new Error("Rate exceeded"), { name });
      return describe(table);
    };
  };

  it("is tried again every 10 minutes", async () => {
    refuse(2);
    const { BackupJobId } = await startBackup(world, "Category");
    await world.clock.advance(later(9));
    expect((await describeJob(BackupJobId)).State).toBe("CREATED");
    await world.clock.advance(later(11));
    expect((await describeJob(BackupJobId)).State).toBe("COMPLETED");
    expect(details().map(({ state, retryCount }) => [state, retryCount])).toEqual([
      ["CREATED", undefined],
      ["PENDING", undefined],
      ["CREATED", undefined],
      ["PENDING", undefined],
      ["CREATED", undefined],
      ["PENDING", undefined],
      ["RUNNING", undefined],
      ["COMPLETED", 2],
    ]);
  });

  it("expires when its start window closes", async () => {
    refuse(100);
    const { BackupJobId, CreationDate } = await startBackup(world, "Category", { StartWindowMinutes: 60 });
    await world.clock.advance(later(120));
    expect(await describeJob(BackupJobId)).toMatchObject({
      State: "EXPIRED",
      StatusMessage: "Backup job expired before completion.",
      CompletionDate: new Date(CreationDate!.getTime() + 60 * minute),
    });
  });

  it("fails at once for what doesn't pass by itself", async () => {
    refuse(1, "ValidationException");
    expect(await backUp(world, "Category")).toMatchObject({
      State: "FAILED",
      StatusMessage: "Rate exceeded",
    });
  });
});

describe("StopBackupJob", () => {
  it("ends a job that waits, at once", async () => {
    const { held, letGo } = hold(world, "Scan");
    const first = await startBackup(world, "Category");
    await held;
    const { BackupJobId } = await startBackup(world, "Category");
    await world.client.send(new StopBackupJobCommand({ BackupJobId }));
    expect(await describeJob(BackupJobId)).toMatchObject({
      State: "ABORTED",
      StatusMessage: "Backup job was stopped by user.",
    });
    letGo();
    expect((await backupOver(world, first.BackupJobId!)).State).toBe("COMPLETED");
  });
});

describe("a job of a plan", () => {
  it("fails when its vault is gone", async () => {
    const { ref } = await makePlan(world, [{ RuleName: "daily" }]);
    await makeSelection(world, ref, { Resources: ["*"] });
    await call(world, "DeleteBackupVault", { BackupVaultName: vaultName });
    await world.clock.advance(world.clock.nextDue()!);
    const { BackupJobs } = await call(world, "ListBackupJobs", {});
    expect(BackupJobs).toMatchObject([
      {
        State: "FAILED",
        StatusMessage: `Backup job failed because backup vault arn:aws:backup:us-east-1:123456789012:backup-vault:${vaultName} does not exist.`,
      },
    ]);
  });
});
