import { afterEach, beforeEach, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  backUp,
  call,
  createWorld,
  makePlan,
  makeTable,
  type World,
} from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const tagsOf = async (ResourceArn: string) => (await call(world, "ListTags", { ResourceArn })).Tags;
const vaultArn = `arn:aws:backup:us-east-1:123456789012:backup-vault:${BackupVaultName}`;

async function pointArn(): Promise<string> {
  await makeTable(world, "Category");
  return (await backUp(world, "Category")).RecoveryPointArn!;
}

it.each<[string, () => Promise<string>]>([
  ["a vault", async () => vaultArn],
  ["a plan", async () => (await makePlan(world, [{ RuleName: "daily" }])).attributes!.BackupPlanArn!],
  ["a recovery point", pointArn],
])("adds tags to %s, replaces values and takes tags away, across a crash", async (_, make) => {
  const ResourceArn = await make();
  await call(world, "TagResource", { ResourceArn, Tags: { team: "a", cost: "1" } });
  await call(world, "TagResource", { ResourceArn, Tags: { team: "b" } });
  expect(await tagsOf(ResourceArn)).toEqual({ team: "b", cost: "1" });
  await call(world, "UntagResource", { ResourceArn, TagKeyList: ["cost", "none"] });
  await world.crash();
  expect(await tagsOf(ResourceArn)).toEqual({ team: "b" });
});

it("asks with the tags of the request and those of the resource", async () => {
  await call(world, "TagResource", { ResourceArn: vaultArn, Tags: { team: "a" } });
  world.authorizations.length = 0;
  await call(world, "TagResource", { ResourceArn: vaultArn, Tags: { cost: "1" } });
  await call(world, "UntagResource", { ResourceArn: vaultArn, TagKeyList: ["cost"] });
  expect(world.authorizations).toEqual([
    {
      principal: expect.any(String),
      action: "backup:TagResource",
      resource: vaultArn,
      context: { "aws:ResourceTag/team": "a", "aws:RequestTag/cost": "1", "aws:TagKeys": ["cost"] },
    },
    {
      principal: expect.any(String),
      action: "backup:UntagResource",
      resource: vaultArn,
      context: {
        "aws:ResourceTag/team": "a",
        "aws:ResourceTag/cost": "1",
        "aws:TagKeys": ["cost"],
      },
    },
  ]);
});

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, ""]));

it.each([
  [{ "aws:a": "b" }, "InvalidParameterValueException", "aws: is AWS's own prefix"],
  [{ "": "b" }, "InvalidParameterValueException", 'The tag key "" isn\'t valid'],
  [{ a: "b\n" }, "InvalidParameterValueException", "The value of the tag a isn't valid"],
  [{ ["k".repeat(129)]: "b" }, "InvalidParameterValueException", "it has 1 to 128 letters"],
  [many(51), "LimitExceededException", "A resource has at most 50 tags"],
])("refuses %j", async (Tags, name, message) => {
  await expect(call(world, "TagResource", { ResourceArn: vaultArn, Tags })).rejects.toMatchObject({
    name,
    message: expect.stringContaining(message),
  });
});

it("counts the tags that are there already", async () => {
  await call(world, "TagResource", { ResourceArn: vaultArn, Tags: many(50) });
  await expect(
    call(world, "TagResource", { ResourceArn: vaultArn, Tags: { more: "" } }),
  ).rejects.toMatchObject({
    name: "LimitExceededException",
  });
  expect(Object.keys(await tagsOf(vaultArn))).toHaveLength(50);
});
