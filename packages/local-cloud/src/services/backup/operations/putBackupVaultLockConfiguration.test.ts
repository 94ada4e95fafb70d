import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const put = (lock: Record<string, unknown>) =>
  call(world, "PutBackupVaultLockConfiguration", { BackupVaultName, ...lock });
const vault = () => call(world, "DescribeBackupVault", { BackupVaultName });

it("locks a vault so that the lock can still be changed", async () => {
  await put({ MinRetentionDays: 7, MaxRetentionDays: 35 });
  expect(await vault()).toMatchObject({ Locked: true, MinRetentionDays: 7, MaxRetentionDays: 35 });
  expect((await vault()).LockDate).toBeUndefined();
  expect(world.events.at(-1)!.detail).toEqual({
    backupVaultName: BackupVaultName,
    state: "MODIFIED",
    isLocked: "true",
  });
  await put({ MinRetentionDays: 1 });
  expect(await vault()).toMatchObject({ Locked: true, MinRetentionDays: 1 });
  expect((await vault()).MaxRetentionDays).toBeUndefined();
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html
it("locks a vault for good after so many days", async () => {
  world.now = new Date("2022-01-01T20:00:00Z");
  await put({ MinRetentionDays: 7, ChangeableForDays: 30 });
  expect((await vault()).LockDate).toEqual(new Date("2022-01-31T20:00:00Z"));
  world.now = new Date("2022-01-31T19:59:59Z");
  await put({ MinRetentionDays: 8, ChangeableForDays: 3 });
  world.now = new Date("2022-02-03T19:59:59Z");
  for (const name of ["Put", "Delete"]) {
    await expect(
      call(world, `${name}BackupVaultLockConfiguration`, { BackupVaultName }),
    ).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: expect.stringContaining("can't be changed or deleted any more since 2022-02-03T19:59:59.000Z"),
    });
  }
  expect(await vault()).toMatchObject({ Locked: true, MinRetentionDays: 8 });
});

it("is asked for with its days", async () => {
  world.authorizations.length = 0;
  await put({ MinRetentionDays: 7, ChangeableForDays: 3 });
  expect(world.authorizations[0]!.context).toEqual({
    "backup:MinRetentionDays": "7",
    "backup:ChangeableForDays": "3",
  });
});

it.each([
  [{ MinRetentionDays: 0 }, "MinRetentionDays is 0; it has to be from 1 to 36500."],
  [{ MaxRetentionDays: 36_501 }, "MaxRetentionDays is 36501; it has to be from 1 to 36500."],
  [{ ChangeableForDays: 2 }, "ChangeableForDays is 2; it has to be from 3 to 36500."],
  [
    { MinRetentionDays: 9, MaxRetentionDays: 8 },
    "MinRetentionDays (9) is more than its MaxRetentionDays (8)",
  ],
  [{ MinRetentionDays: 1.5 }, "MinRetentionDays: it has to be a whole number"],
])("refuses %j", async (lock, message) => {
  await expect(put(lock)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining(message),
  });
});
