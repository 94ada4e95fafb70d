import {
  DescribeBackupVaultCommand,
  GetBackupVaultAccessPolicyCommand,
  ListTagsCommand,
  PutBackupVaultAccessPolicyCommand,
} from "@aws-sdk/client-backup";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  vaultName as BackupVaultName,
  call,
  createWorld,
  makePlan,
  makeSelection,
  makeVault,
  type World,
} from "./testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const arn = `arn:aws:backup:us-east-1:123456789012:backup-vault:${BackupVaultName}`;
const keeping = (Action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action, Resource: "*" }],
});
const describeVault = () => world.client.send(new DescribeBackupVaultCommand({ BackupVaultName }));

describe("a vault of the template", () => {
  it("gives its name and its ARN", async () => {
    expect(await makeVault(world)).toEqual({
      ref: BackupVaultName,
      attributes: { BackupVaultName, BackupVaultArn: arn },
    });
  });

  it("has the template's policy and tags", async () => {
    const AccessPolicy = keeping("backup:DeleteBackupVault");
    await makeVault(world, { AccessPolicy, BackupVaultTags: { team: "ops" } });
    const { Policy } = await world.client.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName }));
    expect(JSON.parse(Policy!)).toEqual(AccessPolicy);
    expect((await world.client.send(new ListTagsCommand({ ResourceArn: arn }))).Tags).toEqual({
      team: "ops",
    });
  });

  it("keeps what was changed by API until the template changes", async () => {
    const change = { BackupVaultName, Policy: JSON.stringify(keeping("backup:DeleteBackupVault")) };
    await world.client.send(new PutBackupVaultAccessPolicyCommand(change));
    await world.crash();
    expect(world.backup.resourcePolicy(arn)).toBe(change.Policy);
    const AccessPolicy = keeping("backup:PutBackupVaultAccessPolicy");
    await makeVault(world, { AccessPolicy });
    expect(world.backup.resourcePolicy(arn)).toBe(JSON.stringify(AccessPolicy));
  });

  it("has AWS's own key when the template names none", async () => {
    await makeVault(world, { BackupVaultName: "plain", EncryptionKeyArn: undefined });
    const { EncryptionKeyArn } = await world.client.send(
      new DescribeBackupVaultCommand({ BackupVaultName: "plain" }),
    );
    expect(EncryptionKeyArn).toBe(world.kms.keyArn("alias/aws/backup"));
  });

  it("can be unlocked while the lock is one that can be changed", async () => {
    await makeVault(world, { LockConfiguration: { MinRetentionDays: 7, MaxRetentionDays: 35 } });
    expect(await describeVault()).toMatchObject({ Locked: true, MinRetentionDays: 7, MaxRetentionDays: 35 });
    expect((await describeVault()).LockDate).toBeUndefined();
    await makeVault(world);
    expect(await describeVault()).toMatchObject({ Locked: false });
  });

  it("stays locked for good after its lock date", async () => {
    world.now = new Date("2026-11-22T00:00:00Z");
    await makeVault(world, { LockConfiguration: { MinRetentionDays: 7, ChangeableForDays: 3 } });
    expect((await describeVault()).LockDate).toEqual(new Date("2026-11-25T00:00:00Z"));
    world.now = new Date("2026-11-25T00:00:00Z");
    await makeVault(world);
    expect(await describeVault()).toMatchObject({ Locked: true, MinRetentionDays: 7 });
  });

  it.each([
    [
      { LockConfiguration: { MinRetentionDays: 9, MaxRetentionDays: 8 } },
      "MinRetentionDays (9) is more than its MaxRetentionDays (8)",
    ],
    [
      { LockConfiguration: { MinRetentionDays: 1, ChangeableForDays: 2 } },
      "ChangeableForDays is 2; it has to be from 3 to 36500",
    ],
    [
      { Notifications: { SNSTopicArn: "topic", BackupVaultEvents: ["OOPS"] } },
      "Please select from the following list of notifications",
    ],
    [{ BackupVaultName: "a b" }, "Backup vault name a b is not valid"],
    [{ BackupVaultName: "new", EncryptionKeyArn: "alias/none" }, "alias/none is not found"],
  ])("refuses %j", async (properties, message) => {
    await expect(makeVault(world, properties)).rejects.toThrow(message);
  });
});

describe("a plan of the template", () => {
  it("gives its id, its ARN and a version that changes with it", async () => {
    const first = await makePlan(world, [{ RuleName: "daily" }]);
    expect(first).toEqual({
      ref: first.attributes!.BackupPlanId,
      attributes: {
        BackupPlanId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        BackupPlanArn: `arn:aws:backup:us-east-1:123456789012:backup-plan:${first.ref}`,
        VersionId: expect.any(String),
      },
    });
    expect(await makePlan(world, [{ RuleName: "daily" }])).toEqual(first);
    const changed = await makePlan(world, [{ RuleName: "weekly" }]);
    expect(changed.ref).toBe(first.ref);
    expect(changed.attributes!.VersionId).not.toBe(first.attributes!.VersionId);
  });

  it("keeps what was changed by API until the template changes, with every version", async () => {
    const { ref: BackupPlanId } = await makePlan(world, [{ RuleName: "daily" }]);
    const Rules = [{ RuleName: "hourly", TargetBackupVaultName: BackupVaultName }];
    await call(world, "UpdateBackupPlan", { BackupPlanId, BackupPlan: { BackupPlanName: "mine", Rules } });
    await makePlan(world, [{ RuleName: "daily" }]);
    const names = async () =>
      (await call(world, "ListBackupPlanVersions", { BackupPlanId })).BackupPlanVersionsList.map(
        (version: { BackupPlanName: string }) => version.BackupPlanName,
      );
    expect(await names()).toEqual(["mine", "holdfast"]);
    await makePlan(world, [{ RuleName: "weekly" }]);
    expect(await names()).toEqual(["holdfast", "mine", "holdfast"]);
  });

  it("is there again after it was deleted by API", async () => {
    const { ref: BackupPlanId } = await makePlan(world, [{ RuleName: "daily" }]);
    await call(world, "DeleteBackupPlan", { BackupPlanId });
    await makePlan(world, [{ RuleName: "daily" }]);
    expect(await call(world, "GetBackupPlan", { BackupPlanId })).toMatchObject({
      BackupPlan: { BackupPlanName: "holdfast" },
    });
  });

  it("leaves plans that were made by API", async () => {
    const Rules = [{ RuleName: "daily", TargetBackupVaultName: BackupVaultName }];
    const { BackupPlanId } = await call(world, "CreateBackupPlan", {
      BackupPlan: { BackupPlanName: "mine", Rules },
    });
    await world.crash();
    await makePlan(world, [{ RuleName: "daily" }]);
    expect((await call(world, "GetBackupPlan", { BackupPlanId })).BackupPlan.BackupPlanName).toBe("mine");
  });

  it.each([
    [
      { RuleName: "cold", Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 60 } },
      "Error in rule cold : Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays",
    ],
    [{ RuleName: "daily", StartWindowMinutes: 30 }, "StartWindowMinutes is 30; it has to be at least 60"],
    [
      { RuleName: "daily", ScheduleExpression: "cron(0 5 * * * *)" },
      "exactly one of day-of-month and day-of-week has to be ?",
    ],
    [{ RuleName: "daily", TargetBackupVault: "none" }, "There is no backup vault named none"],
  ])("refuses the rule %j", async (rule, message) => {
    await expect(makePlan(world, [rule])).rejects.toThrow(message);
  });
});

it("a plan of the template tells what of it doesn't run", async () => {
  const CopyActions = [
    { DestinationBackupVaultArn: "arn:aws:backup:eu-west-1:123456789012:backup-vault:far" },
  ];
  const Lifecycle = { DeleteAfterDays: 35 };
  await makePlan(world, [{ RuleName: "daily", CopyActions, EnableContinuousBackup: true, Lifecycle }]);
  expect(world.logged).toEqual([
    "Rule daily: DynamoDB has no continuous backup; AWS Backup makes snapshots.",
    "Rule daily: its copies to arn:aws:backup:eu-west-1:123456789012:backup-vault:far fail here: the local cloud has one account and one Region.",
  ]);
});

describe("a selection of the template", () => {
  it("gives its id and its plan's", async () => {
    const { ref: BackupPlanId } = await makePlan(world, [{ RuleName: "daily" }]);
    const selection = await makeSelection(world, BackupPlanId, {});
    const id = selection.ref;
    expect(selection).toEqual({ ref: id, attributes: { Id: id, SelectionId: id, BackupPlanId } });
    expect(await makeSelection(world, BackupPlanId, {})).toEqual(selection);
  });

  it("is refused with a role that AWS Backup can't take on, or with nothing to select", async () => {
    const { ref } = await makePlan(world, [{ RuleName: "daily" }]);
    const IamRoleArn = "arn:aws:iam::123456789012:role/lambda";
    await expect(makeSelection(world, ref, { IamRoleArn })).rejects.toThrow(
      `IAM Role ${IamRoleArn} cannot be assumed by AWS Backup`,
    );
    await expect(makeSelection(world, ref, { Resources: [] })).rejects.toThrow(
      "Either 'ListOfTags' or 'Resources' section must be non-empty.",
    );
  });

  it("refuses a plan that isn't there", async () => {
    await expect(makeSelection(world, "none", {})).rejects.toThrow("Backup plan with id none does not exist");
  });
});
