import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { toAccount, toRegion, toVault } from "../rules/copies.ts";
import { days, weeks } from "../rules/duration.ts";
import type { PolicyInput } from "../schema.ts";
import { rule } from "../testing.ts";
import { ACCOUNT, arn, template, vault } from "./testing.ts";

const rulesOf = (changes: Partial<PolicyInput>) =>
  Object.values(template(changes).findResources("AWS::Backup::BackupPlan"))[0]!.Properties.BackupPlan
    .BackupPlanRule;

describe("the plan", () => {
  it("has the policy's rules", () => {
    const rules = rulesOf({
      rules: {
        daily: rule({ startWindowMinutes: 60, completionWindowMinutes: 120 }),
        monthly: rule({
          schedule: "cron(0 13 1 * ? *)",
          timeZone: "Europe/Paris",
          keepDays: 365,
          coldAfterDays: 30,
        }),
      },
    });
    expect(rules).toEqual([
      {
        RuleName: "daily",
        TargetBackupVault: { "Fn::GetAtt": [expect.stringMatching(/^ProtectedVault/), "BackupVaultName"] },
        ScheduleExpression: "cron(0 5 * * ? *)",
        ScheduleExpressionTimezone: "UTC",
        StartWindowMinutes: 60,
        CompletionWindowMinutes: 120,
        Lifecycle: { DeleteAfterDays: 35 },
      },
      expect.objectContaining({
        RuleName: "monthly",
        ScheduleExpressionTimezone: "Europe/Paris",
        Lifecycle: { DeleteAfterDays: 365, MoveToColdStorageAfterDays: 30 },
      }),
    ]);
  });

  it("copies to other Regions, accounts and vaults, each with a lifecycle of its own", () => {
    const far = "arn:aws:backup:ap-south-1:123456789012:backup-vault:far";
    const [daily] = rulesOf({
      vault: vault({ key: { multiRegion: true } }),
      assumptions: { advancedDynamoDb: true, sameOrganization: true },
      rules: {
        daily: rule({
          copies: [
            toRegion("eu-west-1", { keep: days(365), coldAfter: days(30) }),
            toAccount("210987654321", { region: "eu-central-1", vault: "safe", keep: days(90) }),
            toVault(far, { keep: weeks(5) }),
          ],
        }),
      },
    });
    expect(daily.CopyActions).toEqual([
      {
        DestinationBackupVaultArn: arn(`:backup:eu-west-1:${ACCOUNT}:backup-vault:test-holdfast`),
        Lifecycle: { DeleteAfterDays: 365, MoveToColdStorageAfterDays: 30 },
      },
      {
        DestinationBackupVaultArn: arn(":backup:eu-central-1:210987654321:backup-vault:safe"),
        Lifecycle: { DeleteAfterDays: 90 },
      },
      { DestinationBackupVaultArn: far, Lifecycle: { DeleteAfterDays: 35 } },
    ]);
  });

  it("targets an air-gapped vault and tags recovery points, by the rule that says so", () => {
    const airGappedVaultArn = "arn:aws:backup:us-east-1:123456789012:backup-vault:gapped";
    const rules = rulesOf({
      rules: {
        daily: rule(),
        weekly: rule({ schedule: "cron(0 17 ? * SAT *)", airGappedVaultArn, tags: { rule: "weekly" } }),
      },
    });
    expect(rules[0]).not.toHaveProperty("TargetLogicallyAirGappedBackupVaultArn");
    expect(rules[1]).toMatchObject({
      TargetLogicallyAirGappedBackupVaultArn: airGappedVaultArn,
      RecoveryPointTags: { rule: "weekly" },
    });
  });
});

describe("a selection", () => {
  const selectionsOf = (protect: PolicyInput["protect"]) =>
    Object.entries(template({ protect }).findResources("AWS::Backup::BackupSelection")).map(
      ([id, { Properties }]) => [id, Properties.BackupSelection],
    );

  it("is of the tables with a tag", () => {
    expect(selectionsOf([{ kind: "tag", key: "backup", value: "on" }])).toEqual([
      [
        "Selection",
        {
          SelectionName: "test-holdfast",
          IamRoleArn: { "Fn::GetAtt": [expect.stringMatching(/^BackupRole/), "Arn"] },
          Resources: [arn(`:dynamodb:us-east-1:${ACCOUNT}:table/*`)],
          Conditions: {
            StringEquals: [{ ConditionKey: "aws:ResourceTag/backup", ConditionValue: "on" }],
          },
        },
      ],
    ]);
  });

  it("is narrowed by further conditions, and by tables left out", () => {
    const except = ["arn:aws:dynamodb:us-east-1:123456789012:table/Sessions"];
    const where = [
      { tag: "tier", operator: "equals", value: "gold" },
      { tag: "team", operator: "notEquals", value: "play" },
      { tag: "name", operator: "like", value: "prod*" },
      { tag: "name", operator: "notLike", value: "*tmp" },
    ] as const;
    const [[, selection] = []] = selectionsOf([
      { kind: "tag", key: "backup", value: "on", where: [...where], except },
    ]);
    expect(selection).toMatchObject({
      NotResources: except,
      Conditions: {
        StringEquals: [
          { ConditionKey: "aws:ResourceTag/backup", ConditionValue: "on" },
          { ConditionKey: "aws:ResourceTag/tier", ConditionValue: "gold" },
        ],
        StringNotEquals: [{ ConditionKey: "aws:ResourceTag/team", ConditionValue: "play" }],
        StringLike: [{ ConditionKey: "aws:ResourceTag/name", ConditionValue: "prod*" }],
        StringNotLike: [{ ConditionKey: "aws:ResourceTag/name", ConditionValue: "*tmp" }],
      },
    });
  });

  it("is of tables by ARN, a selection an entry", () => {
    const arns = ["arn:aws:dynamodb:us-east-1:123456789012:table/Orders"];
    const selections = selectionsOf([
      { kind: "tag", key: "backup", value: "on" },
      { kind: "tables", arns },
    ]);
    expect(selections[1]).toEqual([
      "Selection1",
      expect.objectContaining({ SelectionName: "test-holdfast-1", Resources: arns }),
    ]);
  });
});

it("leaves restore testing out where own restores verify", () => {
  const made = template();
  made.resourceCountIs("AWS::Backup::RestoreTestingPlan", 0);
  made.allResourcesProperties("AWS::IAM::Role", { ManagedPolicyArns: Match.absent() });
});
