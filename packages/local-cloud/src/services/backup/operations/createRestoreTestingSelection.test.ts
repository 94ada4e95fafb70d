import { afterEach, beforeEach, expect, it } from "vitest";
import { AwsError } from "../../../errors.ts";
import {
  call,
  createWorld,
  makeTestingPlan,
  makeTestingSelection,
  restoreRole,
  testingSelectionOf,
  type World,
} from "../testing.ts";

let world: World;
let RestoreTestingPlanArn: string;
beforeEach(async () => {
  world = await createWorld();
  RestoreTestingPlanArn = (await makeTestingPlan(world)).RestoreTestingPlanArn;
});
afterEach(() => world.close());

const names = { RestoreTestingPlanName: "weekly", RestoreTestingSelectionName: "tables" };
const arn = "arn:aws:dynamodb:us-east-1:123456789012:table/Category";
const tag = { Key: "aws:ResourceTag/backup", Value: "daily" };

it("makes a selection with no time for validation, which stays after a crash", async () => {
  const { $metadata, ...made } = await makeTestingSelection(world, {
    RestoreMetadataOverrides: { encryptionType: "KMS" },
  });
  expect($metadata.httpStatusCode).toBe(201);
  expect(made).toEqual({ ...names, RestoreTestingPlanArn, CreationTime: expect.any(Date) });
  await world.crash();
  const { RestoreTestingSelection } = await call(world, "GetRestoreTestingSelection", names);
  expect(RestoreTestingSelection).toEqual({
    ...names,
    CreationTime: made.CreationTime,
    IamRoleArn: restoreRole,
    ProtectedResourceType: "DynamoDB",
    ProtectedResourceArns: ["*"],
    RestoreMetadataOverrides: { encryptionType: "KMS" },
    ValidationWindowHours: 0,
  });
});

it("is the same one for the same CreatorRequestId, and refuses the name otherwise", async () => {
  const create = (CreatorRequestId: string) =>
    call(world, "CreateRestoreTestingSelection", {
      RestoreTestingPlanName: "weekly",
      RestoreTestingSelection: testingSelectionOf(),
      CreatorRequestId,
    });
  const first = await create("once");
  expect((await create("once")).CreationTime).toEqual(first.CreationTime);
  await expect(create("twice")).rejects.toMatchObject({ name: "AlreadyExistsException" });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html,
// https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-quotas and, for overrides,
// https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
it.each<[fault: string, selection: Record<string, unknown>, message: string]>([
  ["a name with a hyphen", { RestoreTestingSelectionName: "my-tables" }, "1 to 50 letters, digits and _"],
  ["a type that can't be tested", { ProtectedResourceType: "Timestream" }, "Timestream can't be tested"],
  [
    "ARNs and conditions",
    { ProtectedResourceArns: [arn], ProtectedResourceConditions: { StringEquals: [tag] } },
    "can't both be given",
  ],
  ["neither", { ProtectedResourceArns: [] }, "Either ProtectedResourceArns or ProtectedResourceConditions"],
  ["* beside an ARN", { ProtectedResourceArns: ["*", arn] }, "either * alone or whole ARNs"],
  ["an ARN with *", { ProtectedResourceArns: [`${arn}*`] }, "isn't the whole ARN of a resource"],
  ["31 ARNs", { ProtectedResourceArns: Array(31).fill(arn) }, "has 31 ARNs and may have 30"],
  [
    "31 conditions",
    {
      ProtectedResourceConditions: {
        StringEquals: Array(16).fill(tag),
        StringNotEquals: Array(15).fill(tag),
      },
    },
    "has 31 conditions and may have 30",
  ],
  [
    "a condition on a tag's bare name",
    { ProtectedResourceConditions: { StringEquals: [{ Key: "backup", Value: "daily" }] } },
    "has to begin with aws:ResourceTag/",
  ],
  [
    "a window over a week",
    { ValidationWindowHours: 169 },
    "ValidationWindowHours is 169; it has to be from 0 to 168.",
  ],
  [
    "another name for the table",
    { RestoreMetadataOverrides: { targetTableName: "mine" } },
    "RestoreMetadataOverrides can't have targetTableName",
  ],
  [
    "a key without KMS",
    { RestoreMetadataOverrides: { kmsMasterKeyArn: "arn:aws:kms:us-east-1:123456789012:key/k" } },
    "kmsMasterKeyArn is given, but encryptionType isn't KMS.",
  ],
])("refuses %s", async (_, selection, message) => {
  await expect(makeTestingSelection(world, selection)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining(message),
  });
});

it("takes the wildcard with conditions", async () => {
  const conditions = { StringEquals: [tag] };
  await makeTestingSelection(world, {
    ProtectedResourceArns: ["*"],
    ProtectedResourceConditions: conditions,
  });
  const { RestoreTestingSelection } = await call(world, "GetRestoreTestingSelection", names);
  expect(RestoreTestingSelection).toMatchObject({
    ProtectedResourceArns: ["*"],
    ProtectedResourceConditions: conditions,
  });
});

it("takes 30 selections and no more", async () => {
  for (let count = 0; count < 30; count++)
    await makeTestingSelection(world, { RestoreTestingSelectionName: `selection_${count}` });
  await expect(makeTestingSelection(world)).rejects.toMatchObject({ name: "LimitExceededException" });
});

it("refuses a plan that isn't there", async () => {
  await expect(makeTestingSelection(world, {}, "other")).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html
it("asks for leave to pass the role to restore testing", async () => {
  world.rule = ({ action, resource, context }) => {
    if (action === "iam:PassRole")
      throw new AwsError("AccessDeniedException", `${resource} ${context?.["iam:PassedToService"]}`);
  };
  await expect(makeTestingSelection(world)).rejects.toThrow(
    `${restoreRole} restore-testing.backup.amazonaws.com`,
  );
});
