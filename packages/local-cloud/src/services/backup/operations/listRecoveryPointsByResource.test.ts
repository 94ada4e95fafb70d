import { afterEach, beforeEach, expect, it } from "vitest";
import { backUp, call, createWorld, makeTable, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("gives a table's points, of all vaults", async () => {
  await call(world, "CreateBackupVault", { BackupVaultName: "other" });
  for (const table of ["Category", "Item"]) await makeTable(world, table);
  await backUp(world, "Item");
  const first = (await backUp(world, "Category")).RecoveryPointArn;
  const second = (await backUp(world, "Category", { BackupVaultName: "other" })).RecoveryPointArn;
  const ResourceArn = world.tables.arn("Category");
  const { RecoveryPoints } = await call(world, "ListRecoveryPointsByResource", { ResourceArn });
  expect(
    new Set(RecoveryPoints.map((point: { RecoveryPointArn: string }) => point.RecoveryPointArn)),
  ).toEqual(new Set([first, second]));
  expect(RecoveryPoints[0]).toMatchObject({
    Status: "COMPLETED",
    BackupSizeBytes: 0,
    ResourceName: "Category",
  });
  const mine = await call(world, "ListRecoveryPointsByResource", {
    ResourceArn,
    ManagedByAWSBackupOnly: true,
  });
  expect(mine.RecoveryPoints).toEqual(RecoveryPoints);
});

// "Only Amazon EFS and Amazon EC2 recovery points return BackupVaultName."
// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListRecoveryPointsByResource.html
it("doesn't say which vault a table's point is in", async () => {
  await makeTable(world, "Category");
  await backUp(world, "Category");
  const { RecoveryPoints } = await call(world, "ListRecoveryPointsByResource", {
    ResourceArn: world.tables.arn("Category"),
  });
  expect(RecoveryPoints[0].BackupVaultName).toBeUndefined();
});
