import { afterEach, beforeEach, expect, it } from "vitest";
import { backupRole, call, createWorld, makePlan, type World } from "../testing.ts";

let world: World;
let BackupPlanId: string;
beforeEach(async () => {
  world = await createWorld();
  BackupPlanId = (await makePlan(world, [{ RuleName: "daily" }])).ref;
});
afterEach(() => world.close());

const create = (selection: Record<string, unknown>, more = {}) =>
  call(world, "CreateBackupSelection", {
    BackupPlanId,
    BackupSelection: { SelectionName: "mine", IamRoleArn: backupRole, Resources: ["*"], ...selection },
    ...more,
  });

it("keeps the selection as it was given, across a crash", async () => {
  const selection = {
    SelectionName: "mine",
    IamRoleArn: backupRole,
    Resources: ["arn:aws:dynamodb:*:*:table/*"],
    NotResources: [world.tables.arn("Category")],
    ListOfTags: [{ ConditionType: "STRINGEQUALS", ConditionKey: "backup", ConditionValue: "daily" }],
    Conditions: { StringLike: [{ ConditionKey: "aws:ResourceTag/team", ConditionValue: "a*" }] },
  };
  const { SelectionId, CreationDate } = await create(selection, { CreatorRequestId: "once" });
  await world.crash();
  expect(await call(world, "GetBackupSelection", { BackupPlanId, SelectionId })).toMatchObject({
    BackupPlanId,
    SelectionId,
    CreationDate,
    CreatorRequestId: "once",
    BackupSelection: selection,
  });
});

it("asks for leave to pass the role", async () => {
  world.authorizations.length = 0;
  await create({});
  expect(world.authorizations).toMatchObject([
    {
      action: "backup:CreateBackupSelection",
      resource: `arn:aws:backup:us-east-1:123456789012:backup-plan:${BackupPlanId}`,
    },
    {
      action: "iam:PassRole",
      resource: backupRole,
      context: { "iam:PassedToService": "backup.amazonaws.com" },
    },
  ]);
});

it("gives the same one again for the same request, and refuses another of its name", async () => {
  const first = await create({}, { CreatorRequestId: "once" });
  expect((await create({}, { CreatorRequestId: "once" })).SelectionId).toBe(first.SelectionId);
  await expect(create({})).rejects.toMatchObject({
    name: "AlreadyExistsException",
    CreatorRequestId: "once",
  });
});

it("takes 100 of a plan and no more", async () => {
  for (let count = 0; count < 100; count++) await create({ SelectionName: `s${count}` });
  await expect(create({})).rejects.toMatchObject({ name: "LimitExceededException" });
});

it("takes 10 by tags of a plan and no more", async () => {
  const tagged = (SelectionName: string) =>
    create({
      SelectionName,
      ListOfTags: [{ ConditionType: "STRINGEQUALS", ConditionKey: "a", ConditionValue: "b" }],
    });
  for (let count = 0; count < 10; count++) await tagged(`s${count}`);
  await expect(tagged("more")).rejects.toMatchObject({
    name: "LimitExceededException",
    message: "The backup plan has 10 selections by tags: AWS Backup allows no more.",
  });
  await create({});
});

const arns = (count: number, end = "") =>
  Array.from({ length: count }, (_, i) => `arn:aws:dynamodb:us-east-1:123456789012:table/t${i}${end}`);

it.each([
  [{ SelectionName: "a b" }, "SelectionName: it has to be 1 to 50 letters"],
  [
    { Resources: [] },
    "Invalid backup selection. Either 'ListOfTags' or 'Resources' section must be non-empty.",
  ],
  [
    {
      Resources: undefined,
      Conditions: { StringEquals: [{ ConditionKey: "aws:ResourceTag/a", ConditionValue: "b" }] },
    },
    "Either 'ListOfTags' or 'Resources' section must be non-empty.",
  ],
  [{ Resources: ["Category"] }, "Category in 'Resources' is not an ARN."],
  [{ Resources: arns(501) }, "'Resources' has 501 ARNs and may have 500 without wildcards."],
  [{ NotResources: arns(31, "*") }, "'NotResources' has 31 ARNs and may have 30 with wildcards."],
  [
    { ListOfTags: [{ ConditionType: "STRINGLIKE", ConditionKey: "a", ConditionValue: "b" }] },
    "ConditionType: it has to be STRINGEQUALS",
  ],
  [
    { Conditions: { StringEquals: [{ ConditionKey: "a", ConditionValue: "b" }] } },
    "The condition key a has to begin with aws:ResourceTag/.",
  ],
  [
    {
      Conditions: {
        StringEquals: Array.from({ length: 31 }, () => ({
          ConditionKey: "aws:ResourceTag/a",
          ConditionValue: "b",
        })),
      },
    },
    "It has 31 conditions and may have 30.",
  ],
  [
    { IamRoleArn: "arn:aws:iam::123456789012:role/lambda" },
    "IAM Role arn:aws:iam::123456789012:role/lambda cannot be assumed by AWS Backup",
  ],
])("refuses %j", async (selection, message) => {
  await expect(create(selection)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining(message),
  });
});
