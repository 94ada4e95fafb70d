import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backUp,
  call,
  createWorld,
  makeTable,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DisassociateRecoveryPointFromParent.html
it("refuses every point of a table, and leaves it", async () => {
  await makeTable(world, "Category");
  const { RecoveryPointArn } = await backUp(world, "Category");
  await expect(
    call(world, "DisassociateRecoveryPointFromParent", { BackupVaultName, RecoveryPointArn }),
  ).rejects.toMatchObject({
    name: "InvalidRequestException",
    message: expect.stringContaining("has no parent"),
  });
  expect(await call(world, "DescribeRecoveryPoint", { BackupVaultName, RecoveryPointArn })).toMatchObject({
    Status: "COMPLETED",
  });
});
