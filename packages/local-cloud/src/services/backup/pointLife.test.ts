import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  backUp,
  backupRole,
  call,
  createWorld,
  hold,
  makeTable,
  restoreOver,
  someItems,
  startRestore,
  vaultName,
  type World,
} from "./testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-22T04:00:00Z");
  await world.restart();
  await makeTable(world, "Category", someItems(2));
});
afterEach(() => world.close());

const goTo = (time: string) => world.clock.advance(new Date(time));
const backUpFor = async (Lifecycle: object) =>
  (await backUp(world, "Category", { Lifecycle })).RecoveryPointArn!;
const describePoint = (RecoveryPointArn: string) =>
  call(world, "DescribeRecoveryPoint", { BackupVaultName: vaultName, RecoveryPointArn });
const points = async (): Promise<Record<string, unknown>[]> =>
  (await call(world, "ListRecoveryPointsByBackupVault", { BackupVaultName: vaultName })).RecoveryPoints;
const pointEvents = () =>
  world.events
    .filter((event) => event["detail-type"] === "Recovery Point State Change")
    .map(({ resources, detail }) => [resources[0], detail.status, detail.storageClass]);
/** From now on there is no such role any more. */
const withoutRole = () =>
  world.restart({
    principalOfRole(arn) {
      throw new Error(`there is no role ${arn}`);
    },
  });

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
describe("cold storage", () => {
  it("takes a point on its date, and not before", async () => {
    const arn = await backUpFor({ MoveToColdStorageAfterDays: 1, DeleteAfterDays: 91 });
    expect(await describePoint(arn)).toMatchObject({
      StorageClass: "WARM",
      CalculatedLifecycle: {
        MoveToColdStorageAt: new Date("2026-11-23T04:00:00Z"),
        DeleteAt: new Date("2027-02-21T04:00:00Z"),
      },
    });
    await goTo("2026-11-23T03:59:59Z");
    expect((await describePoint(arn)).StorageClass).toBe("WARM");
    await goTo("2026-11-23T04:00:00Z");
    expect(await describePoint(arn)).toMatchObject({ StorageClass: "COLD", Status: "COMPLETED" });
    expect(world.backup.cold()).toEqual([arn]);
    await goTo("2027-02-21T04:00:00Z");
    expect(pointEvents()).toEqual([
      [arn, "COMPLETED", "WARM"],
      [arn, "COMPLETED", "COLD"],
      [arn, "DELETING", "COLD"],
    ]);
    expect(await points()).toEqual([]);
  });

  it("gives the same items back", async () => {
    const arn = await backUpFor({ MoveToColdStorageAfterDays: 1 });
    await goTo("2026-11-24T04:00:00Z");
    const { RestoreJobId } = await startRestore(world, arn, "Restored");
    expect((await restoreOver(world, RestoreJobId!)).Status).toBe("COMPLETED");
  });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
describe("without DynamoDB's advanced features a point", () => {
  let point: Record<string, any>;
  beforeEach(async () => {
    await call(world, "UpdateRegionSettings", { ResourceTypeManagementPreference: { DynamoDB: false } });
    const Lifecycle = { MoveToColdStorageAfterDays: 1, DeleteAfterDays: 91 };
    const started = await call(world, "StartBackupJob", {
      BackupVaultName: vaultName,
      ResourceArn: world.tables.arn("Category"),
      IamRoleArn: backupRole,
      Lifecycle,
    });
    expect(started.RecoveryPointArn).toBeUndefined();
    await world.clock.advance(world.clock.now());
    [point] = (await points()) as [Record<string, any>];
  });

  it("is a backup of DynamoDB's", () => {
    expect(point.RecoveryPointArn).toMatch(
      /^arn:aws:dynamodb:us-east-1:123456789012:table\/Category\/backup\/\d{14}-[0-9a-f]{8}$/,
    );
    expect(world.authorizations).toContainEqual(
      expect.objectContaining({ principal: backupRole, action: "dynamodb:CreateBackup" }),
    );
  });

  it("never moves to cold storage, and nobody is told", async () => {
    expect(point).toMatchObject({ Lifecycle: { DeleteAfterDays: 91 } });
    await goTo("2026-12-31T00:00:00Z");
    expect((await describePoint(point.RecoveryPointArn)).StorageClass).toBe("WARM");
  });

  it("is deleted with its role's leave to delete backups", async () => {
    world.rule = ({ principal, action }) => {
      if (principal === backupRole && action === "dynamodb:DeleteBackup") throw new Error("may not");
    };
    await goTo("2027-02-21T04:00:00Z");
    expect(await points()).toMatchObject([
      {
        Status: "EXPIRED",
        StatusMessage: "AWS Backup was unable to delete the recovery point. may not",
      },
    ]);
  });
});

describe("expiry", () => {
  it("removes a recovery point when it is due, and not before", async () => {
    const short = await backUpFor({ DeleteAfterDays: 1 });
    const long = await backUpFor({ DeleteAfterDays: 2 });
    const forever = await backUpFor({});
    const arns = async () => (await points()).map(({ RecoveryPointArn }) => RecoveryPointArn).sort();
    await goTo("2026-11-23T03:59:59Z");
    expect(await arns()).toEqual([short, long, forever].sort());
    await goTo("2026-11-23T04:00:00Z");
    expect(await arns()).toEqual([long, forever].sort());
    expect(pointEvents().at(-1)).toEqual([short, "DELETING", "WARM"]);
    await goTo("2027-11-23T04:00:00Z");
    expect(await arns()).toEqual([forever]);
    expect(world.clock.nextDue()).toBeUndefined();
  });

  it("waits until a restore has read the point", async () => {
    const arn = await backUpFor({ DeleteAfterDays: 1 });
    const { held, letGo } = hold(world, "BatchWriteItem");
    const { RestoreJobId } = await startRestore(world, arn, "Restored");
    await held;
    world.now = new Date("2026-11-23T04:00:00Z");
    await world.clock.sleep(0);
    expect(await points()).toHaveLength(1);
    letGo();
    expect((await restoreOver(world, RestoreJobId!)).Status).toBe("COMPLETED");
    await goTo("2026-11-23T04:00:05Z");
    expect(await points()).toEqual([]);
  });

  it("is caught up with after a restart", async () => {
    await backUpFor({ DeleteAfterDays: 1 });
    world.now = new Date("2026-12-01T00:00:00Z");
    await world.crash();
    await goTo("2026-12-01T00:00:01Z");
    expect(await points()).toEqual([]);
  });

  it("leaves a point EXPIRED when the role that made it is gone", async () => {
    const arn = await backUpFor({ DeleteAfterDays: 1 });
    await withoutRole();
    await goTo("2027-01-01T00:00:00Z");
    expect(await describePoint(arn)).toMatchObject({
      Status: "EXPIRED",
      StatusMessage: `AWS Backup was unable to delete the recovery point. IAM Role ${backupRole} cannot be assumed by AWS Backup.`,
    });
    expect(pointEvents().at(-1)).toEqual([arn, "EXPIRED", "WARM"]);
    expect(world.clock.nextDue()).toBeUndefined();
    await world.restart();
    await expect(startRestore(world, arn, "Restored")).rejects.toThrow("is EXPIRED");
  });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DeleteRecoveryPoint.html
describe("DeleteRecoveryPoint", () => {
  const remove = (RecoveryPointArn: string) =>
    call(world, "DeleteRecoveryPoint", { BackupVaultName: vaultName, RecoveryPointArn });

  it("removes a point for good", async () => {
    const arn = await backUpFor({ DeleteAfterDays: 1 });
    await remove(arn);
    await world.crash();
    await expect(describePoint(arn)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("answers 200 and leaves the point EXPIRED when neither its role nor AWS Backup's own can delete it", async () => {
    const arn = await backUpFor({});
    await withoutRole();
    world.rule = ({ action }) => {
      if (action === "iam:CreateServiceLinkedRole") throw new Error("may not");
    };
    const answer = await remove(arn);
    expect(answer.$metadata.httpStatusCode).toBe(200);
    expect((await describePoint(arn)).Status).toBe("EXPIRED");
  });

  it("removes an EXPIRED point for a caller who may have AWS Backup's own role made", async () => {
    const arn = await backUpFor({ DeleteAfterDays: 1 });
    await withoutRole();
    await goTo("2027-01-01T00:00:00Z");
    await remove(arn);
    expect(world.authorizations.at(-1)).toMatchObject({
      action: "iam:CreateServiceLinkedRole",
      resource:
        "arn:aws:iam::123456789012:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup",
      context: { "iam:AWSServiceName": "backup.amazonaws.com" },
    });
    expect(await points()).toEqual([]);
  });

  it("removes what outlived its lifecycle even from a locked vault", async () => {
    const arn = await backUpFor({ DeleteAfterDays: 2 });
    await call(world, "PutBackupVaultLockConfiguration", { BackupVaultName: vaultName, MinRetentionDays: 1 });
    await expect(remove(arn)).rejects.toMatchObject({ name: "InvalidRequestException" });
    await withoutRole();
    await goTo("2026-11-25T00:00:00Z");
    await remove(arn);
    expect(await points()).toEqual([]);
  });
});
