import { afterEach, beforeEach, expect, it } from "vitest";
import { call, createWorld, vaultName, type World } from "../testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-25T00:00:00Z");
});
afterEach(() => world.close());

const daily = { RuleName: "daily", TargetBackupVaultName: vaultName };
const create = (BackupPlanName: string, Rules: Record<string, unknown>[] = [daily], more = {}) =>
  call(world, "CreateBackupPlan", { BackupPlan: { BackupPlanName, Rules }, ...more });

it("makes a plan with AWS's defaults", async () => {
  const plan = await create("mine");
  expect(plan).toMatchObject({
    BackupPlanId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    BackupPlanArn: `arn:aws:backup:us-east-1:123456789012:backup-plan:${plan.BackupPlanId}`,
    CreationDate: world.now,
  });
  expect(Buffer.from(plan.VersionId, "base64").toString()).toMatch(/^[0-9a-f-]{36}$/);
  const { BackupPlan } = await call(world, "GetBackupPlan", { BackupPlanId: plan.BackupPlanId });
  expect(BackupPlan).toEqual({
    BackupPlanName: "mine",
    Rules: [
      {
        RuleId: expect.any(String),
        RuleName: "daily",
        TargetBackupVaultName: vaultName,
        ScheduleExpression: "cron(0 5 ? * * *)",
        ScheduleExpressionTimezone: "Etc/UTC",
        StartWindowMinutes: 480,
        CompletionWindowMinutes: 10_080,
      },
    ],
  });
});

it("asks with the tags, and keeps them", async () => {
  world.authorizations.length = 0;
  const { BackupPlanArn } = await create("mine", [daily], { BackupPlanTags: { team: "ops" } });
  expect(world.authorizations[0]).toMatchObject({
    action: "backup:CreateBackupPlan",
    context: { "aws:RequestTag/team": "ops", "aws:TagKeys": ["team"] },
  });
  expect(world.authorizations[1]).toMatchObject({
    action: "backup:TagResource",
    resource: "arn:aws:backup:us-east-1:123456789012:backup-plan:*",
    context: { "aws:RequestTag/team": "ops", "aws:TagKeys": ["team"] },
  });
  expect((await call(world, "ListTags", { ResourceArn: BackupPlanArn })).Tags).toEqual({ team: "ops" });
});

it("wants a run to have an hour more than its start", async () => {
  const windows = (StartWindowMinutes?: number, CompletionWindowMinutes?: number) =>
    create("mine", [{ ...daily, StartWindowMinutes, CompletionWindowMinutes }]);
  await expect(windows(60, 119)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message:
      "Error in rule daily : CompletionWindowMinutes is 119; it has to be at least 60 minutes longer than StartWindowMinutes, which is 60.",
  });
  await expect(windows(undefined, 500)).rejects.toThrow("StartWindowMinutes, which is 480");
  await windows(60, 120);
});

it("runs on its schedule from then on", async () => {
  await create("mine");
  expect(world.clock.nextDue()).toEqual(new Date("2026-11-25T05:00:00Z"));
});

it("gives the same plan again for the same request", async () => {
  const first = await create("mine", [daily], { CreatorRequestId: "once" });
  const again = await create("mine", [daily], { CreatorRequestId: "once" });
  expect(again.BackupPlanId).toBe(first.BackupPlanId);
  expect((await call(world, "ListBackupPlans")).BackupPlansList).toHaveLength(1);
});

// https://github.com/ansible/ansible/pull/53655
it("refuses the same document again, and takes another one of that name", async () => {
  const first = await create("mine");
  await expect(create("mine")).rejects.toMatchObject({
    name: "AlreadyExistsException",
    message: "Backup plan with the same plan document already exists",
    Arn: first.BackupPlanArn,
  });
  await create("mine", [{ ...daily, RuleName: "other" }]);
});

it("tells EventBridge", async () => {
  const { BackupPlanId, BackupPlanArn, VersionId } = await create("mine");
  expect(world.events.at(-1)).toEqual({
    source: "aws.backup",
    "detail-type": "Backup Plan State Change",
    resources: [BackupPlanArn],
    detail: {
      backupPlanId: BackupPlanId,
      versionId: VersionId,
      creationDate: "2026-11-25T00:00:00.000Z",
      state: "CREATED",
    },
  });
});

const vaultArn = (name: string) => `arn:aws:backup:us-east-1:123456789012:backup-vault:${name}`;

it("takes a logically air-gapped vault beside the ordinary one", async () => {
  await call(world, "CreateLogicallyAirGappedBackupVault", {
    BackupVaultName: "air-gapped",
    MinRetentionDays: 7,
    MaxRetentionDays: 35,
  });
  const TargetLogicallyAirGappedBackupVaultArn = vaultArn("air-gapped");
  await create("mine", [{ ...daily, TargetLogicallyAirGappedBackupVaultArn }]);
  await expect(create("other", [{ ...daily, TargetBackupVaultName: "air-gapped" }])).rejects.toThrow(
    "Error in rule daily : Backup vault air-gapped is logically air-gapped",
  );
});

type Refusal = [rule: Record<string, unknown>, message: string];
it.each<Refusal>([
  [{ RuleName: "a b" }, "BackupPlan.Rules.0.RuleName: it has to be 1 to 50 letters, digits, -, _ and ."],
  [{ TargetBackupVaultName: "a b" }, "Error in rule daily : Backup vault name a b is not valid"],
  [
    { Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 119 } },
    "Error in rule daily : Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays",
  ],
  [
    { Lifecycle: { DeleteAfterDays: 36_501 } },
    "Error in rule daily : Invalid lifecycle. DeleteAfterDays cannot be less than 1 or more than 36500 days",
  ],
  [{ StartWindowMinutes: 59 }, "Error in rule daily : StartWindowMinutes is 59; it has to be at least 60."],
  [{ CompletionWindowMinutes: 59 }, "Error in rule daily : CompletionWindowMinutes is 59; it has to be"],
  [{ StartWindowMinutes: 52_560_001 }, "StartWindowMinutes is 52560001; it has to be at most 52560000."],
  [{ ScheduleExpression: "cron(0 5 * * * *)" }, "exactly one of day-of-month and day-of-week has to be ?"],
  [{ ScheduleExpression: "daily" }, "Error in rule daily : "],
  [{ ScheduleExpressionTimezone: "Mars/Olympus" }, 'the time zone "Mars/Olympus"'],
  [{ RecoveryPointTags: { "aws:x": "y" } }, 'The tag key "aws:x" isn\'t valid'],
  [
    { RecoveryPointTags: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`t${i}`, ""])) },
    "Error in rule daily : RecoveryPointTags has 11 entries; it has at most 10.",
  ],
  [{ CopyActions: [{ DestinationBackupVaultArn: "other" }] }, "other isn't the ARN of a backup vault."],
  [
    { CopyActions: Array.from({ length: 6 }, () => ({ DestinationBackupVaultArn: vaultArn("other") })) },
    "Error in rule daily : CopyActions has 6 entries; it has at most 5.",
  ],
  [
    {
      CopyActions: [
        {
          DestinationBackupVaultArn: vaultArn("other"),
          Lifecycle: { MoveToColdStorageAfterDays: 1, DeleteAfterDays: 90 },
        },
      ],
    },
    "Error in rule daily : Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart",
  ],
  [
    { TargetLogicallyAirGappedBackupVaultArn: vaultArn(vaultName) },
    "there is no such logically air-gapped vault in this account and Region.",
  ],
  [
    { EnableContinuousBackup: true, Lifecycle: { DeleteAfterDays: 36 } },
    "Error in rule daily : Invalid lifecycle. Continuous backups are kept for 1 to 35 days",
  ],
])("refuses the rule %j", async (rule, message) => {
  await expect(create("mine", [{ ...daily, ...rule }])).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining(message),
  });
});

it("refuses a vault that isn't there as one that may not be seen", async () => {
  await expect(create("mine", [{ ...daily, TargetBackupVaultName: "none" }])).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
});

it.each([
  ["no rules", [], "A backup plan has at least one rule."],
  ["11 rules", Array.from({ length: 11 }, (_, i) => ({ ...daily, RuleName: `r${i}` })), "at most 10 rules"],
  ["two rules of a name", [daily, daily], "Two rules of the backup plan are named daily."],
])("refuses %s", async (_, rules, message) => {
  await expect(create("mine", rules)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: expect.stringContaining(message),
  });
});

it("refuses settings for DynamoDB: they are for EC2 and S3", async () => {
  const AdvancedBackupSettings = [{ ResourceType: "DynamoDB", BackupOptions: {} }];
  const BackupPlan = { BackupPlanName: "mine", Rules: [daily], AdvancedBackupSettings };
  await expect(call(world, "CreateBackupPlan", { BackupPlan })).rejects.toMatchObject({
    name: "InvalidParameterValueException",
  });
});
