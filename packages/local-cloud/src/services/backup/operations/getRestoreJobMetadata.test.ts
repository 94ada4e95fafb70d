import { afterEach, beforeEach, expect, it } from "vitest";
import { backUp, call, createWorld, makeTable, restore, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it("gives what the caller gave", async () => {
  await makeTable(world, "Category");
  const { RecoveryPointArn } = await backUp(world, "Category");
  const { RestoreJobId } = await restore(world, RecoveryPointArn!, "New");
  expect(await call(world, "GetRestoreJobMetadata", { RestoreJobId })).toMatchObject({
    RestoreJobId,
    Metadata: { targetTableName: "New", encryptionType: "Default" },
  });
});
