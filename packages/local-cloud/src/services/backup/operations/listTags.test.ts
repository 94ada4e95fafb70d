import { afterEach, beforeEach, expect, it } from "vitest";
import { vaultName as BackupVaultName, call, createWorld, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const ResourceArn = `arn:aws:backup:us-east-1:123456789012:backup-vault:${BackupVaultName}`;

it("gives tags page by page", async () => {
  await call(world, "TagResource", { ResourceArn, Tags: { a: "1", b: "2", c: "3" } });
  const first = await call(world, "ListTags", { ResourceArn, MaxResults: 2 });
  const second = await call(world, "ListTags", { ResourceArn, MaxResults: 2, NextToken: first.NextToken });
  expect([first.Tags, second.Tags]).toEqual([{ a: "1", b: "2" }, { c: "3" }]);
});

it.each([
  ["arn:aws:backup:us-east-1:123456789012:recovery-point:none", "ResourceNotFoundException"],
  ["arn:aws:dynamodb:us-east-1:123456789012:table/Category/backup/1", "InvalidParameterValueException"],
])("refuses %s", async (arn, name) => {
  await expect(call(world, "ListTags", { ResourceArn: arn })).rejects.toMatchObject({ name });
});
