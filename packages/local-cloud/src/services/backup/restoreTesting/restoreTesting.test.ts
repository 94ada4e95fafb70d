import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  backUp,
  call,
  createWorld,
  makeKey,
  makeTable,
  makeTestingPlan,
  makeTestingSelection,
  makeVault,
  restoreRole,
  someItems,
  vaultName,
  type World,
} from "../testing.ts";

let world: World;
let RestoreTestingPlanArn: string;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-22T04:00:00Z");
  await world.restart();
  await makeTable(world, "Category", someItems(3), { tags: { backup: "daily" } });
  RestoreTestingPlanArn = (await makeTestingPlan(world)).RestoreTestingPlanArn;
});
afterEach(() => world.close());

const goTo = (time: string) => world.clock.advance(new Date(time));
const backUpCategory = async (more = {}) => (await backUp(world, "Category", more)).RecoveryPointArn!;
const tests = async (): Promise<Record<string, any>[]> =>
  (await call(world, "ListRestoreJobs", { ByRestoreTestingPlanArn: RestoreTestingPlanArn })).RestoreJobs;
const describeJob = (RestoreJobId: string) => call(world, "DescribeRestoreJob", { RestoreJobId });
const tables = async () => (await world.dynamodb.send(new ListTablesCommand({}))).TableNames!;
const testedTables = async () => (await tables()).filter((name) => name !== "Category" && name !== "Item");
const validate = (RestoreJobId: string, ValidationStatus: string) =>
  call(world, "PutRestoreValidationResult", { RestoreJobId, ValidationStatus });

/** The plan of AWS's own words, with what is asked for in place of its own. */
const choose = (RecoveryPointSelection: object) =>
  call(world, "UpdateRestoreTestingPlan", {
    RestoreTestingPlanName: "weekly",
    RestoreTestingPlan: {
      RecoveryPointSelection: {
        Algorithm: "LATEST_WITHIN_WINDOW",
        RecoveryPointTypes: ["SNAPSHOT"],
        IncludeVaults: ["*"],
        ...RecoveryPointSelection,
      },
    },
  });

// https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
describe("a restore testing plan", () => {
  it("restores a point under a name of its own at its time, says so, and deletes it", async () => {
    const point = await backUpCategory();
    await makeTestingSelection(world);
    await goTo("2026-11-22T04:59:59Z");
    expect(await tests()).toEqual([]);
    await goTo("2026-11-22T05:00:00Z");
    const [test] = await tests();
    expect(test).toMatchObject({
      Status: "COMPLETED",
      RecoveryPointArn: point,
      SourceResourceArn: world.tables.arn("Category"),
      IamRoleArn: restoreRole,
      CreatedBy: { RestoreTestingPlanArn },
      DeletionStatus: "SUCCESSFUL",
      CreatedResourceArn: expect.stringMatching(/:table\/awsbackup-restore-test-[\w-]+$/),
    });
    expect(
      (await call(world, "GetRestoreJobMetadata", { RestoreJobId: test!.RestoreJobId })).Metadata,
    ).toEqual({
      deletionProtection: "false",
      encryptionType: "Default",
      targetTableName: test!.CreatedResourceArn.split("/")[1],
    });
    expect(await tables()).toEqual(["Category"]);
    const told = world.events.filter((event) => event["detail-type"] === "Restore Job State Change");
    expect(told.map(({ detail }) => [detail.state ?? detail.status, detail.restoreTestingPlanArn])).toEqual(
      ["CREATED", "PENDING", "RUNNING", "COMPLETED"].map((state) => [state, RestoreTestingPlanArn]),
    );
    const { RestoreTestingPlan } = await call(world, "GetRestoreTestingPlan", {
      RestoreTestingPlanName: "weekly",
    });
    expect(RestoreTestingPlan.LastExecutionTime).toEqual(new Date("2026-11-22T05:00:00Z"));
  });

  it("runs again the next day, and no more once it is deleted", async () => {
    await backUpCategory();
    await makeTestingSelection(world);
    await goTo("2026-11-23T05:00:00Z");
    expect(await tests()).toHaveLength(2);
    const RestoreTestingPlanName = "weekly";
    await call(world, "DeleteRestoreTestingSelection", {
      RestoreTestingPlanName,
      RestoreTestingSelectionName: "tables",
    });
    await call(world, "DeleteRestoreTestingPlan", { RestoreTestingPlanName });
    expect(world.clock.nextDue()).toBeUndefined();
  });

  it("spreads its tests over its start window", async () => {
    await backUpCategory();
    await makeTestingSelection(world);
    world.random = 0.5;
    await goTo("2026-11-22T05:29:59Z");
    expect(await tests()).toEqual([]);
    expect(world.clock.due().map(({ what }) => what)).toContain("restore test of Category by plan weekly");
    await goTo("2026-11-22T05:30:00Z");
    expect(await tests()).toHaveLength(1);
  });

  it("starts what it has spread after a restart", async () => {
    await backUpCategory();
    await makeTestingSelection(world);
    world.random = 0.5;
    await goTo("2026-11-22T05:00:00Z");
    await world.crash();
    await goTo("2026-11-22T05:30:00Z");
    expect(await tests()).toMatchObject([{ Status: "COMPLETED" }]);
  });

  it("fails a test whose start window closed while the local cloud was off", async () => {
    await backUpCategory();
    await makeTestingSelection(world);
    world.random = 0.5;
    await goTo("2026-11-22T05:00:00Z");
    world.now = new Date("2026-11-22T07:00:00Z");
    await world.crash();
    await goTo("2026-11-22T07:00:01Z");
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html
    expect(await tests()).toMatchObject([
      {
        Status: "FAILED",
        StatusMessage:
          "Restore job was unable to start within the specified start window. Try increasing your start window.",
      },
    ]);
    expect(world.events.at(-1)!.detail).toMatchObject({
      status: "FAILED",
      restoreTestingPlanArn: RestoreTestingPlanArn,
    });
  });

  it("silently leaves out a resource of which no point fits", async () => {
    await makeTestingSelection(world, { ProtectedResourceArns: [world.tables.arn("Category")] });
    await goTo("2026-11-22T06:00:00Z");
    expect(await tests()).toEqual([]);
    expect(world.logged.at(-1)).toContain("no recovery point of");
  });

  it("leaves out what isn't of the selection's type", async () => {
    await backUpCategory();
    await makeTestingSelection(world, { ProtectedResourceType: "EBS" });
    await goTo("2026-11-22T06:00:00Z");
    expect(await tests()).toEqual([]);
  });

  it("fails a test whose role AWS Backup can't assume", async () => {
    await backUpCategory();
    await makeTestingSelection(world, { IamRoleArn: "arn:aws:iam::123456789012:role/other" });
    await goTo("2026-11-22T06:00:00Z");
    expect(await tests()).toMatchObject([
      {
        Status: "FAILED",
        StatusMessage: "IAM Role arn:aws:iam::123456789012:role/other cannot be assumed by AWS Backup.",
      },
    ]);
    expect((await tests())[0]).not.toHaveProperty("DeletionStatus");
  });

  it("restores with the key of an override", async () => {
    const kmsMasterKeyArn = await makeKey(world);
    await backUpCategory();
    await makeTestingSelection(world, {
      ValidationWindowHours: 1,
      RestoreMetadataOverrides: { ENCRYPTIONTYPE: "KMS", kmsMasterKeyArn },
    });
    await goTo("2026-11-22T05:00:00Z");
    const [name] = await testedTables();
    expect((await world.tables.describe(name!))!.settings).toMatchObject({ kmsKeyArn: kmsMasterKeyArn });
  });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingRecoveryPointSelection.html
describe("of the recovery points of a resource", () => {
  const restored = async () => (await tests()).map(({ RecoveryPointArn }) => RecoveryPointArn);

  it("the latest is tested, or one at random", async () => {
    const arns = [await backUpCategory()];
    for (const hour of ["04:10", "04:20", "04:30"]) {
      world.now = new Date(`2026-11-22T${hour}:00Z`);
      arns.push(await backUpCategory());
    }
    await makeTestingSelection(world);
    await goTo("2026-11-22T05:00:00Z");
    expect(await restored()).toEqual([arns[3]]);
    await choose({ Algorithm: "RANDOM_WITHIN_WINDOW" });
    await goTo("2026-11-23T05:00:00Z");
    expect((await restored())[0]).toBe(arns[0]);
    world.random = 0.7;
    await goTo("2026-11-24T05:59:00Z");
    expect((await restored())[0]).toBe(arns[2]);
  });

  it("none is tested that is older than the window when the test begins", async () => {
    const point = await backUpCategory();
    await choose({ SelectionWindowDays: 1 });
    await makeTestingSelection(world);
    await goTo("2026-11-22T05:00:00Z");
    expect(await restored()).toEqual([point]);
    await goTo("2026-11-22T05:15:00Z");
    const next = await backUpCategory();
    // The plan is due while the point is young enough; the test begins 30 minutes later.
    world.random = 0.5;
    await goTo("2026-11-23T05:30:00Z");
    expect(await restored()).toEqual([point]);
    await choose({ SelectionWindowDays: 3 });
    await goTo("2026-11-24T05:30:00Z");
    expect(await restored()).toEqual([next, point]);
  });

  it("only those of included vaults that aren't excluded are tested", async () => {
    await makeVault(world, { BackupVaultName: "holdfast-2" });
    const first = await backUpCategory();
    world.now = new Date("2026-11-22T04:30:00Z");
    const second = await backUpCategory({ BackupVaultName: "holdfast-2" });
    await makeTestingSelection(world);
    const arn = (name: string) => `arn:aws:backup:us-east-1:123456789012:backup-vault:${name}`;
    const tested = async (selection: object, at: string) => {
      await choose(selection);
      await goTo(at);
      return (await restored())[0];
    };
    expect(await tested({ IncludeVaults: [arn("holdfast")] }, "2026-11-22T05:00:00Z")).toBe(first);
    expect(
      await tested({ IncludeVaults: ["arn:aws:backup:*:*:backup-vault:hold*"] }, "2026-11-23T05:00:00Z"),
    ).toBe(second);
    expect(await tested({ ExcludeVaults: [arn("*-2")] }, "2026-11-24T05:00:00Z")).toBe(first);
    const before = await restored();
    await tested({ IncludeVaults: [arn("other")] }, "2026-11-25T05:00:00Z");
    expect(await restored()).toEqual(before);
  });

  it("none is tested where continuous ones are asked for: DynamoDB has none", async () => {
    await backUpCategory();
    await choose({ RecoveryPointTypes: ["CONTINUOUS"] });
    await makeTestingSelection(world);
    await goTo("2026-11-22T06:00:00Z");
    expect(await restored()).toEqual([]);
  });

  it("the tags of the latest one say whether the resource is tested", async () => {
    const first = await backUpCategory();
    await makeTestingSelection(world, {
      ProtectedResourceConditions: {
        StringEquals: [{ Key: "aws:ResourceTag/backup", Value: "daily" }],
        StringNotEquals: [{ Key: "aws:ResourceTag/team", Value: "a" }],
      },
    });
    await goTo("2026-11-22T05:00:00Z");
    expect(await restored()).toEqual([first]);
    world.tables.saveSettings("Category", { tags: { backup: "daily", team: "a" } });
    const second = await backUpCategory();
    await goTo("2026-11-23T05:00:00Z");
    expect(await restored()).toEqual([first]);
    // It is the point's tags that count, not the table's.
    await call(world, "UntagResource", { ResourceArn: second, TagKeyList: ["team"] });
    await goTo("2026-11-24T05:00:00Z");
    expect(await restored()).toEqual([second, first]);
  });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-validation.html
describe("what was restored", () => {
  let RestoreJobId: string;
  beforeEach(async () => {
    await backUpCategory();
    await makeTestingSelection(world, { ValidationWindowHours: 2 });
    await goTo("2026-11-22T05:00:00Z");
    RestoreJobId = (await tests())[0]!.RestoreJobId;
  });

  it("is deleted when its validation window closes", async () => {
    const [name] = await testedTables();
    expect(name).toMatch(/^awsbackup-restore-test-/);
    expect(await describeJob(RestoreJobId)).not.toHaveProperty("DeletionStatus");
    expect(world.clock.due()).toContainEqual({
      at: expect.any(Date),
      what: `table ${name} of a restore test is deleted`,
    });
    await goTo("2026-11-22T07:01:00Z");
    expect(await describeJob(RestoreJobId)).toMatchObject({ DeletionStatus: "SUCCESSFUL" });
    expect(await testedTables()).toEqual([]);
  });

  it.each(["SUCCESSFUL", "FAILED", "TIMED_OUT"])("is deleted when its validation is %s", async (status) => {
    await validate(RestoreJobId, status);
    await goTo("2026-11-22T05:01:00Z");
    expect(await describeJob(RestoreJobId)).toMatchObject({
      ValidationStatus: status,
      DeletionStatus: "SUCCESSFUL",
    });
    expect(await testedTables()).toEqual([]);
    await expect(validate(RestoreJobId, "SUCCESSFUL")).rejects.toMatchObject({
      name: "InvalidRequestException",
    });
  });

  it("stays while it is being validated", async () => {
    await validate(RestoreJobId, "VALIDATING");
    await goTo("2026-11-22T06:59:00Z");
    expect(await testedTables()).toHaveLength(1);
    await validate(RestoreJobId, "SUCCESSFUL");
    await goTo("2026-11-22T06:59:01Z");
    expect(await testedTables()).toEqual([]);
  });

  it("is deleted after a restart, too", async () => {
    world.now = new Date("2026-11-30T00:00:00Z");
    await world.crash();
    await goTo("2026-11-30T00:00:01Z");
    expect(await describeJob(RestoreJobId)).toMatchObject({ DeletionStatus: "SUCCESSFUL" });
    expect(await testedTables()).toEqual([]);
  });

  it("stays, and the job says why, when it is protected from deletion", async () => {
    const [name] = await testedTables();
    world.tables.saveSettings(name!, { deletionProtection: true });
    await validate(RestoreJobId, "SUCCESSFUL");
    await goTo("2026-11-22T08:00:00Z");
    expect(await describeJob(RestoreJobId)).toMatchObject({
      DeletionStatus: "FAILED",
      DeletionStatusMessage: expect.stringContaining("protected against deletion"),
    });
    expect(await testedTables()).toEqual([name]);
  });

  it("is left alone by backup plans", async () => {
    const [name] = await testedTables();
    world.tables.saveSettings(name!, { tags: { backup: "daily" } });
    const BackupPlan = {
      BackupPlanName: "daily",
      Rules: [
        { RuleName: "daily", TargetBackupVaultName: vaultName, ScheduleExpression: "cron(0 6 ? * * *)" },
      ],
    };
    const { BackupPlanId } = await call(world, "CreateBackupPlan", { BackupPlan });
    const IamRoleArn = restoreRole;
    const BackupSelection = { SelectionName: "all", IamRoleArn, Resources: ["*"] };
    await call(world, "CreateBackupSelection", { BackupPlanId, BackupSelection });
    await goTo("2026-11-22T06:00:00Z");
    const { BackupJobs } = await call(world, "ListBackupJobs");
    expect(BackupJobs.map(({ ResourceName }: { ResourceName: string }) => ResourceName)).toEqual([
      "Category",
      "Category",
    ]);
  });
});

it("leaves what an on-demand restore made, whatever its validation", async () => {
  const RecoveryPointArn = await backUpCategory();
  const targetTableName = "awsbackup-restore-test-mine";
  const { RestoreJobId } = await call(world, "StartRestoreJob", {
    RecoveryPointArn,
    IamRoleArn: restoreRole,
    Metadata: { targetTableName },
  });
  await goTo("2026-11-22T04:01:00Z");
  await validate(RestoreJobId, "SUCCESSFUL");
  await goTo("2026-11-22T04:30:00Z");
  expect(await testedTables()).toEqual([targetTableName]);
  expect(await describeJob(RestoreJobId)).not.toHaveProperty("DeletionStatus");
});
