import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { backUp, call, createWorld, makeTable, vaultName, type World } from "../testing.ts";

let world: World;
let RecoveryPointArn: string;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-22T04:00:00Z");
  await world.restart();
  await makeTable(world, "Category");
  const Lifecycle = { MoveToColdStorageAfterDays: 10, DeleteAfterDays: 100 };
  RecoveryPointArn = (await backUp(world, "Category", { Lifecycle })).RecoveryPointArn!;
});
afterEach(() => world.close());

const update = (Lifecycle?: object) =>
  call(world, "UpdateRecoveryPointLifecycle", { BackupVaultName: vaultName, RecoveryPointArn, Lifecycle });
const describePoint = () =>
  call(world, "DescribeRecoveryPoint", { BackupVaultName: vaultName, RecoveryPointArn });
const lock = (limits: object) =>
  call(world, "PutBackupVaultLockConfiguration", { BackupVaultName: vaultName, ...limits });

it("sets when the point moves and expires", async () => {
  const Lifecycle = { MoveToColdStorageAfterDays: 1, DeleteAfterDays: 91 };
  expect(await update(Lifecycle)).toMatchObject({
    BackupVaultArn: `arn:aws:backup:us-east-1:123456789012:backup-vault:${vaultName}`,
    RecoveryPointArn,
    Lifecycle,
    CalculatedLifecycle: {
      MoveToColdStorageAt: new Date("2026-11-23T04:00:00Z"),
      DeleteAt: new Date("2027-02-21T04:00:00Z"),
    },
  });
  await world.clock.advance(new Date("2026-11-23T04:00:00Z"));
  expect((await describePoint()).StorageClass).toBe("COLD");
});

it("forgets what isn't given again", async () => {
  await update({ DeleteAfterDays: 100 });
  expect(await describePoint()).toMatchObject({ Lifecycle: { DeleteAfterDays: 100 } });
  await update();
  expect((await describePoint()).CalculatedLifecycle).toBeUndefined();
});

it("expires a point whose new date is past", async () => {
  await world.clock.advance(new Date("2026-11-25T04:00:00Z"));
  await update({ DeleteAfterDays: 1 });
  await world.clock.advance(new Date("2026-11-25T04:00:02Z"));
  await expect(describePoint()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

it("refuses less than 90 days in cold storage, with AWS's words", async () => {
  await expect(update({ MoveToColdStorageAfterDays: 10, DeleteAfterDays: 99 })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message:
      "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays",
  });
});

describe("of a point in cold storage", () => {
  beforeEach(() => world.clock.advance(new Date("2026-12-02T04:00:00Z")));

  it.each([{ MoveToColdStorageAfterDays: 20, DeleteAfterDays: 200 }, { DeleteAfterDays: 200 }])(
    "can't change when it moves: %j",
    async (given) => {
      await expect(update(given)).rejects.toMatchObject({
        name: "InvalidRequestException",
        message: expect.stringContaining("cannot be changed after a backup has been transitioned to cold"),
      });
    },
  );

  it("can change when it expires", async () => {
    await update({ MoveToColdStorageAfterDays: 10, DeleteAfterDays: 365 });
    expect(await describePoint()).toMatchObject({
      StorageClass: "COLD",
      Lifecycle: { DeleteAfterDays: 365 },
    });
  });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
describe("in a locked vault", () => {
  it("keeps to the lock's limits", async () => {
    await lock({ MinRetentionDays: 7, MaxRetentionDays: 200 });
    for (const given of [{ DeleteAfterDays: 201 }, {}]) {
      await expect(update(given)).rejects.toMatchObject({
        name: "InvalidParameterValueException",
        message: expect.stringContaining("outside the valid range of the lock"),
      });
    }
    await update({ DeleteAfterDays: 200 });
    expect(await describePoint()).toMatchObject({ Lifecycle: { DeleteAfterDays: 200 } });
  });

  it("doesn't shorten what is kept", async () => {
    await lock({ MinRetentionDays: 7 });
    await expect(update({ DeleteAfterDays: 99 })).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: expect.stringContaining("can't be shortened"),
    });
  });
});
