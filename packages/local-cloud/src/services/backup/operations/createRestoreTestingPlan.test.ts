import { afterEach, beforeEach, expect, it } from "vitest";
import { AwsError } from "../../../errors.ts";
import { call, createWorld, makeTestingPlan, testingPlanOf, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const get = async (RestoreTestingPlanName = "weekly") =>
  (await call(world, "GetRestoreTestingPlan", { RestoreTestingPlanName })).RestoreTestingPlan;
const recoveryPoints = { ...testingPlanOf().RecoveryPointSelection };

it("makes a plan with AWS's defaults, which stays after a crash", async () => {
  const { $metadata, ...made } = await call(world, "CreateRestoreTestingPlan", {
    RestoreTestingPlan: testingPlanOf({ StartWindowHours: undefined }),
    CreatorRequestId: "once",
    Tags: { team: "a" },
  });
  expect($metadata.httpStatusCode).toBe(201);
  expect(made).toEqual({
    CreationTime: expect.any(Date),
    RestoreTestingPlanArn: expect.stringMatching(
      /^arn:aws:backup:us-east-1:123456789012:restore-testing-plan:weekly-[0-9a-f-]{36}$/,
    ),
    RestoreTestingPlanName: "weekly",
  });
  await world.crash();
  expect(await get()).toEqual({
    ...made,
    CreatorRequestId: "once",
    ScheduleExpression: "cron(0 5 ? * * *)",
    StartWindowHours: 24,
    RecoveryPointSelection: { ...recoveryPoints, SelectionWindowDays: 30 },
  });
  const { Tags } = await call(world, "ListTags", { ResourceArn: made.RestoreTestingPlanArn });
  expect(Tags).toEqual({ team: "a" });
});

it("is the same one for the same CreatorRequestId, and refuses the name otherwise", async () => {
  const create = (CreatorRequestId?: string) =>
    call(world, "CreateRestoreTestingPlan", { RestoreTestingPlan: testingPlanOf(), CreatorRequestId });
  const first = await create("once");
  expect((await create("once")).RestoreTestingPlanArn).toBe(first.RestoreTestingPlanArn);
  await expect(create("twice")).rejects.toMatchObject({
    name: "AlreadyExistsException",
    Arn: first.RestoreTestingPlanArn,
    CreatorRequestId: "once",
  });
  await expect(create()).rejects.toMatchObject({ name: "AlreadyExistsException" });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-quotas and
// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingRecoveryPointSelection.html
it.each<[fault: string, plan: Record<string, unknown>, message: string]>([
  ["a name with a hyphen", { RestoreTestingPlanName: "my-plan" }, "1 to 50 letters, digits and _"],
  ["a name of 51 letters", { RestoreTestingPlanName: "a".repeat(51) }, "1 to 50 letters, digits and _"],
  ["a schedule that is none", { ScheduleExpression: "cron(every day)" }, "cron"],
  ["a time zone that is none", { ScheduleExpressionTimezone: "Mars/Base" }, "Mars/Base"],
  ["no start window", { StartWindowHours: 0 }, "StartWindowHours is 0; it has to be from 1 to 168."],
  ["a start window over a week", { StartWindowHours: 169 }, "it has to be from 1 to 168."],
  [
    "no algorithm",
    { RecoveryPointSelection: { ...recoveryPoints, Algorithm: "NEWEST" } },
    "LATEST_WITHIN_WINDOW",
  ],
  [
    "no types",
    { RecoveryPointSelection: { ...recoveryPoints, RecoveryPointTypes: [] } },
    "RecoveryPointTypes",
  ],
  [
    "no vaults",
    { RecoveryPointSelection: { ...recoveryPoints, IncludeVaults: [] } },
    "IncludeVaults is empty.",
  ],
  [
    "a vault by its name",
    { RecoveryPointSelection: { ...recoveryPoints, IncludeVaults: ["holdfast"] } },
    "holdfast is neither * nor the ARN of a backup vault",
  ],
  [
    "31 vaults",
    {
      RecoveryPointSelection: {
        ...recoveryPoints,
        ExcludeVaults: Array(30).fill("arn:aws:backup:us-east-1:123456789012:backup-vault:one"),
      },
    },
    "31 vaults are named; at most 30 can be.",
  ],
  [
    "a window over a year",
    { RecoveryPointSelection: { ...recoveryPoints, SelectionWindowDays: 366 } },
    "SelectionWindowDays is 366; it has to be from 1 to 365.",
  ],
])("refuses %s", async (_, plan, message) => {
  await expect(makeTestingPlan(world, plan)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining(message),
  });
});

it.each(["RecoveryPointSelection", "ScheduleExpression", "RestoreTestingPlanName"])(
  "needs %s",
  async (member) => {
    await expect(makeTestingPlan(world, { [member]: undefined })).rejects.toMatchObject({
      name: "MissingParameterValueException",
      message: expect.stringContaining(member),
    });
  },
);

it("takes 100 plans and no more", async () => {
  for (let count = 0; count < 100; count++)
    await makeTestingPlan(world, { RestoreTestingPlanName: `plan_${count}` });
  await expect(makeTestingPlan(world)).rejects.toMatchObject({ name: "LimitExceededException" });
}, 20_000);

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html and
// https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-create
it("asks for leave to tag, and the first time to have the role of restore testing made", async () => {
  world.authorizations.length = 0;
  await call(world, "CreateRestoreTestingPlan", { RestoreTestingPlan: testingPlanOf(), Tags: { a: "b" } });
  const { RestoreTestingPlanArn } = await get();
  expect(world.authorizations.slice(0, 3)).toMatchObject([
    { action: "backup:CreateRestoreTestingPlan", context: { "aws:RequestTag/a": "b", "aws:TagKeys": ["a"] } },
    { action: "backup:TagResource", resource: RestoreTestingPlanArn },
    {
      action: "iam:CreateServiceLinkedRole",
      context: { "iam:AWSServiceName": "restore-testing.backup.amazonaws.com" },
    },
  ]);
  world.rule = ({ action }) => {
    if (!action.startsWith("backup:")) throw new AwsError("AccessDeniedException", action);
  };
  await makeTestingPlan(world, { RestoreTestingPlanName: "second" });
  await call(world, "DeleteRestoreTestingPlan", { RestoreTestingPlanName: "second" });
});
