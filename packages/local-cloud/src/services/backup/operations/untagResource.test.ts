import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, vaultArnOf, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const ResourceArn = vaultArnOf(BackupVaultName);

it("takes tags away, and does nothing for keys that aren't there", async () => {
  await call(world, "TagResource", { ResourceArn, Tags: { a: "1", b: "2" } });
  await call(world, "UntagResource", { ResourceArn, TagKeyList: ["a", "none"] });
  expect((await call(world, "ListTags", { ResourceArn })).Tags).toEqual({ b: "2" });
});

it("refuses what isn't AWS Backup's", async () => {
  await expect(
    call(world, "UntagResource", { ResourceArn: world.tables.arn("Category"), TagKeyList: ["a"] }),
  ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
});
