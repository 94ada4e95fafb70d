import { App, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { definePolicy } from "../define-policy.ts";
import type { PolicyInput } from "../schema.ts";
import { policyInput, rule } from "../testing.ts";
import { applyPolicy } from "./apply-policy.ts";

function template(changes: Partial<PolicyInput> = {}, removalPolicy = RemovalPolicy.RETAIN): Template {
  const stack = new Stack(new App({ analyticsReporting: false }), "Backup", {
    env: { account: "123456789012", region: "us-east-1" },
  });
  applyPolicy(stack, definePolicy(policyInput(changes)), {
    stage: "test",
    removalPolicy,
    restorePrefix: "awsbackup-restore-test-",
  });
  return Template.fromStack(stack);
}

interface Statement {
  Action: string | string[];
  Resource: unknown;
}

/** The statements of the role whose logical id starts so. */
function statements(of: Template, role: string): Statement[] {
  const [, found] =
    Object.entries(of.findResources("AWS::IAM::Role")).find(([id]) => id.startsWith(role)) ?? [];
  return found?.Properties.Policies.flatMap(
    (policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement,
  );
}

const actionsOf = (of: Template, role: string) => statements(of, role).flatMap(({ Action }) => Action);

describe("vault", () => {
  it("is encrypted with its own key, which rotates", () => {
    const vault = template();
    vault.hasResourceProperties("AWS::KMS::Key", { EnableKeyRotation: true });
    vault.hasResourceProperties("AWS::KMS::Alias", { AliasName: "alias/test-holdfast-backup" });
    vault.hasResourceProperties("AWS::Backup::BackupVault", {
      BackupVaultName: "test-holdfast",
      EncryptionKeyArn: { "Fn::GetAtt": [Match.stringLikeRegexp("^ProtectedKey"), "Arn"] },
    });
  });

  it("lets only BackupAdmin take anything away", () => {
    template().hasResourceProperties("AWS::Backup::BackupVault", {
      AccessPolicy: {
        Statement: [
          {
            Effect: "Deny",
            Principal: { AWS: "*" },
            Resource: "*",
            Action: Match.arrayWith([
              "backup:DeleteBackupVault",
              "backup:DeleteBackupVaultAccessPolicy",
              "backup:DeleteRecoveryPoint",
              "backup:DisassociateRecoveryPoint",
              "backup:PutBackupVaultAccessPolicy",
              "backup:UpdateRecoveryPointLifecycle",
            ]),
            Condition: {
              ArnNotEquals: {
                "aws:PrincipalArn": {
                  "Fn::Join": [
                    "",
                    ["arn:", { Ref: "AWS::Partition" }, ":iam::123456789012:role/test-holdfast-BackupAdmin"],
                  ],
                },
              },
            },
          },
        ],
      },
    });
  });

  it.each([
    [RemovalPolicy.RETAIN, "Retain"],
    [RemovalPolicy.DESTROY, "Delete"],
  ])(
    "is, with its key and BackupAdmin, treated as asked when the stack goes: %s",
    (removalPolicy, expected) => {
      const made = template({}, removalPolicy);
      made.hasResource("AWS::Backup::BackupVault", { DeletionPolicy: expected });
      made.hasResource("AWS::KMS::Key", { DeletionPolicy: expected });
      made.hasResource("AWS::IAM::Role", {
        DeletionPolicy: expected,
        Properties: { RoleName: "test-holdfast-BackupAdmin" },
      });
    },
  );
});

describe("BackupAdmin", () => {
  it("is assumed with MFA by the principals of the policy, by no others", () => {
    const ann = "arn:aws:iam::123456789012:user/ann";
    template({ vault: { name: "holdfast", backupAdmin: { principals: [ann] } } }).hasResourceProperties(
      "AWS::IAM::Role",
      {
        RoleName: "test-holdfast-BackupAdmin",
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Effect: "Allow",
              Action: "sts:AssumeRole",
              Principal: { AWS: ann },
              Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
            },
          ],
        },
      },
    );
  });
});

describe("plan", () => {
  it("has the policy's rules", () => {
    const made = template({
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
    made.hasResourceProperties("AWS::Backup::BackupPlan", {
      BackupPlan: {
        BackupPlanRule: [
          {
            RuleName: "daily",
            ScheduleExpression: "cron(0 5 * * ? *)",
            ScheduleExpressionTimezone: "UTC",
            StartWindowMinutes: 60,
            CompletionWindowMinutes: 120,
            Lifecycle: { DeleteAfterDays: 35, MoveToColdStorageAfterDays: Match.absent() },
          },
          {
            RuleName: "monthly",
            ScheduleExpressionTimezone: "Europe/Paris",
            Lifecycle: { DeleteAfterDays: 365, MoveToColdStorageAfterDays: 30 },
          },
        ],
      },
    });
  });

  it("selects by the policy's tag, with the backup role", () => {
    template().hasResourceProperties("AWS::Backup::BackupSelection", {
      BackupSelection: {
        IamRoleArn: { "Fn::GetAtt": [Match.stringLikeRegexp("^BackupRole"), "Arn"] },
        ListOfTags: [{ ConditionType: "STRINGEQUALS", ConditionKey: "backup", ConditionValue: "on" }],
      },
    });
  });
});

describe("roles", () => {
  it("name every action", () => {
    const made = template();
    const actions = ["BackupRole", "RestoreRole", "ProtectedBackupAdmin"].flatMap((role) =>
      actionsOf(made, role),
    );
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  it("take nothing from AWS's managed policies", () => {
    template().allResourcesProperties("AWS::IAM::Role", { ManagedPolicyArns: Match.absent() });
  });

  it("restore into tables of the prefix only", () => {
    const onTables = statements(template(), "RestoreRole").filter(({ Action }) =>
      [Action].flat().some((action) => action.startsWith("dynamodb:")),
    );
    expect(onTables.map(({ Resource }) => Resource)).toEqual([
      {
        "Fn::Join": [
          "",
          [
            "arn:",
            { Ref: "AWS::Partition" },
            ":dynamodb:us-east-1:123456789012:table/awsbackup-restore-test-*",
          ],
        ],
      },
    ]);
  });

  it.each([
    [true, "dynamodb:StartAwsBackupJob", "dynamodb:RestoreTableFromAwsBackup"],
    [false, "dynamodb:CreateBackup", "dynamodb:RestoreTableFromBackup"],
  ])("use what the DynamoDB features ask for; advanced: %s", (advancedDynamoDb, backup, restore) => {
    const made = template({ assumptions: { advancedDynamoDb } });
    expect(actionsOf(made, "BackupRole")).toContain(backup);
    expect(actionsOf(made, "RestoreRole")).toContain(restore);
  });
});
