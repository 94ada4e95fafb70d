import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { toAccount, toRegion } from "../rules/copies.ts";
import { days } from "../rules/duration.ts";
import type { PolicyInput } from "../schema.ts";
import { rule } from "../testing.ts";
import { arn, template, vault } from "./testing.ts";

const audited = (changes: Partial<PolicyInput> = {}) => template(changes, { audit: true });

interface Control {
  ControlName: string;
  ControlInputParameters?: { ParameterName: string; ParameterValue: unknown }[];
  ControlScope?: unknown;
}

const controls = (changes?: Partial<PolicyInput>) =>
  Object.fromEntries(
    Object.values(
      audited(changes).findResources("AWS::Backup::Framework"),
    )[0]!.Properties.FrameworkControls.map(({ ControlName, ControlInputParameters = [] }: Control) => [
      ControlName,
      Object.fromEntries(
        ControlInputParameters.map(({ ParameterName, ParameterValue }) => [ParameterName, ParameterValue]),
      ),
    ]),
  );

it("is off unless asked for", () => {
  template().resourceCountIs("AWS::Backup::Framework", 0);
  template().resourceCountIs("AWS::Backup::ReportPlan", 0);
  template().resourceCountIs("AWS::S3::Bucket", 0);
});

describe("the framework", () => {
  it("holds the account to the policy", () => {
    expect(controls()).toEqual({
      BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN: {},
      BACKUP_LAST_RECOVERY_POINT_CREATED: { recoveryPointAgeUnit: "hours", recoveryPointAgeValue: "27" },
      RESTORE_TIME_FOR_RESOURCES_MEET_TARGET: { maxRestoreTime: "60" },
      BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK: { requiredRetentionDays: "35" },
      BACKUP_RECOVERY_POINT_ENCRYPTED: {},
      BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED: {
        principalArnList: { "Fn::GetAtt": [expect.stringMatching(/^ProtectedBackupAdmin/), "Arn"] },
      },
    });
  });

  it("asks for the lock and the copies that the policy has", () => {
    const keep = days(35);
    const copies = [
      toRegion("eu-west-1", { keep }),
      toAccount("210987654321", { region: "us-east-1", vault: "safe", keep }),
    ];
    expect(
      controls({
        vault: vault({ key: { multiRegion: true }, lock: { kind: "governance", minDays: 7, maxDays: 400 } }),
        assumptions: { advancedDynamoDb: true, sameOrganization: true },
        rules: { daily: rule({ copies }) },
      }),
    ).toMatchObject({
      BACKUP_RESOURCES_PROTECTED_BY_BACKUP_VAULT_LOCK: { minRetentionDays: "7", maxRetentionDays: "400" },
      BACKUP_RESOURCES_PROTECTED_BY_CROSS_REGION: { crossRegionList: "eu-west-1" },
      BACKUP_RESOURCES_PROTECTED_BY_CROSS_ACCOUNT: { crossAccountList: "210987654321" },
    });
  });
});

describe("reports", () => {
  it("are of backups, restores and controls, every day", () => {
    const reports = Object.values(audited().findResources("AWS::Backup::ReportPlan"));
    expect(reports.map(({ Properties }) => Properties.ReportSetting.ReportTemplate)).toEqual([
      "BACKUP_JOB_REPORT",
      "RESTORE_JOB_REPORT",
      "CONTROL_COMPLIANCE_REPORT",
    ]);
  });

  it("go to a private bucket that only Audit Manager writes to", () => {
    const made = audited();
    made.hasResource("AWS::S3::Bucket", {
      DeletionPolicy: "Retain",
      Properties: {
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        VersioningConfiguration: { Status: "Enabled" },
      },
    });
    const role =
      ":iam::123456789012:role/aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports";
    made.hasResourceProperties("AWS::S3::BucketPolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: "Allow", Action: "s3:PutObject", Principal: { AWS: arn(role) } }),
        ]),
      },
    });
  });
});
