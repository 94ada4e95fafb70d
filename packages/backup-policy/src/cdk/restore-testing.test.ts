import { Match } from "aws-cdk-lib/assertions";
import { expect, it } from "vitest";
import { byTag, tagIsNot } from "../protect.ts";
import type { PolicyInput } from "../schema.ts";
import { policyInput, rule } from "../testing.ts";
import { restoreTesting } from "../verification.ts";
import { ACCOUNT, arn, statements, template } from "./testing.ts";

const tested = (changes: Partial<PolicyInput> = {}, validationWindowHours?: number) =>
  template(
    {
      verification: {
        ...policyInput().verification,
        by: restoreTesting({ startWindowHours: 4, selectionWindowDays: 7 }),
      },
      ...changes,
    },
    { validationWindowHours },
  );

it("tests restores of the vault's recovery points on the policy's schedule", () => {
  tested().hasResourceProperties("AWS::Backup::RestoreTestingPlan", {
    RestoreTestingPlanName: "test_holdfast",
    ScheduleExpression: "cron(30 8 * * ? *)",
    ScheduleExpressionTimezone: "UTC",
    StartWindowHours: 4,
    RecoveryPointSelection: {
      Algorithm: "LATEST_WITHIN_WINDOW",
      IncludeVaults: [{ "Fn::GetAtt": [Match.stringLikeRegexp("^ProtectedVault"), "BackupVaultArn"] }],
      RecoveryPointTypes: ["SNAPSHOT"],
      SelectionWindowDays: 7,
    },
  });
});

it("restores what the policy protects by tag", () => {
  const entry = byTag("backup", "on", { where: [tagIsNot("team", "play")] });
  tested({ protect: [entry] }, 6).hasResourceProperties("AWS::Backup::RestoreTestingSelection", {
    RestoreTestingPlanName: "test_holdfast",
    RestoreTestingSelectionName: "test_holdfast",
    ProtectedResourceType: "DynamoDB",
    ProtectedResourceArns: ["*"],
    ProtectedResourceConditions: {
      StringEquals: [{ Key: "aws:ResourceTag/backup", Value: "on" }],
      StringNotEquals: [{ Key: "aws:ResourceTag/team", Value: "play" }],
    },
    ValidationWindowHours: 6,
  });
});

it("restores what the policy protects by ARN", () => {
  const arns = ["arn:aws:dynamodb:us-east-1:123456789012:table/Orders"];
  tested({ protect: [{ kind: "tables", arns }] }).hasResourceProperties(
    "AWS::Backup::RestoreTestingSelection",
    { ProtectedResourceArns: arns },
  );
});

it("restores into the tables of restore testing only", () => {
  const onTables = statements(tested(), "RestoreTestingRole").filter(({ Action }) =>
    [Action].flat().some((action) => action.startsWith("dynamodb:")),
  );
  expect(onTables.map(({ Resource }) => Resource)).toEqual([
    arn(`:dynamodb:us-east-1:${ACCOUNT}:table/awsbackup-restore-test-*`),
  ]);
});

it("raises an alarm when nothing was restored for as long as a proof holds", () => {
  tested().hasResourceProperties("AWS::CloudWatch::Alarm", {
    AlarmName: "test-holdfast-no-restore-test",
    MetricName: "NumberOfRestoreJobsCompleted",
    EvaluationPeriods: 48,
    TreatMissingData: "breaching",
  });
});

it("restores from the air-gapped vaults that rules put their points into as well", () => {
  const airGappedVaultArn = "arn:aws:backup:us-east-1:123456789012:backup-vault:gap";
  const rules = {
    daily: rule({ airGappedVaultArn }),
    weekly: rule({ airGappedVaultArn, schedule: "cron(0 9 ? * SAT *)" }),
  };
  tested({ rules }).hasResourceProperties("AWS::Backup::RestoreTestingPlan", {
    RecoveryPointSelection: { IncludeVaults: [Match.anyValue(), airGappedVaultArn] },
  });
});

it("leaves what is restored first until what is restored last is checked", () => {
  tested().hasResourceProperties("AWS::Backup::RestoreTestingSelection", { ValidationWindowHours: 4 + 12 });
});
