import { Duration } from "aws-cdk-lib";
import { Annotations, Match, Template } from "aws-cdk-lib/assertions";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Topic } from "aws-cdk-lib/aws-sns";
import { describe, expect, it } from "vitest";
import type { PolicyInput } from "../schema.ts";
import { rule } from "../testing.ts";
import { absenceAlarm } from "./alarms.ts";
import { template, testStack } from "./testing.ts";

const rules = () =>
  Object.values(template().findResources("AWS::Events::Rule")).map(({ Properties }) => Properties);
const ruleOn = (detailType: string) =>
  rules().find(({ EventPattern }) => EventPattern["detail-type"][0] === detailType)!;

describe("the topic", () => {
  it("is encrypted with a key of its own, and reached by TLS only", () => {
    template().hasResourceProperties("AWS::SNS::Topic", {
      KmsMasterKeyId: { "Fn::GetAtt": [Match.stringLikeRegexp("^AlertsKey"), "Arn"] },
    });
    template().hasResourceProperties("AWS::SNS::TopicPolicy", {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: "Deny",
            Action: "sns:Publish",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          }),
        ]),
      },
    });
  });

  it("can be written to by alarms and rules, with their use of the key", () => {
    template().hasResourceProperties("AWS::KMS::Key", {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: "Publish",
            Principal: { Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"] },
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          }),
        ]),
      },
    });
    const [policy] = Object.values(template().findResources("AWS::SNS::TopicPolicy"));
    const publishers = policy!.Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === "Allow",
    ).map(({ Principal }: { Principal: { Service: string } }) => Principal.Service);
    expect(new Set(publishers)).toEqual(new Set(["cloudwatch.amazonaws.com", "events.amazonaws.com"]));
  });
});

describe("a notification", () => {
  it.each(["Backup Job", "Copy Job", "Restore Job", "Backup Vault", "Region Setting"])(
    "is of a %s",
    (what) => {
      expect(ruleOn(`${what} State Change`).Targets).toEqual([
        expect.objectContaining({ Arn: { Ref: expect.stringMatching(/^Alerts/) } }),
      ]);
    },
  );

  it("is of jobs that put points into air-gapped vaults or copy from them as well", () => {
    const airGappedVaultArn = "arn:aws:backup:us-east-1:123456789012:backup-vault:gap";
    const patterns = JSON.stringify(
      template({ rules: { daily: rule({ airGappedVaultArn }) } }).findResources("AWS::Events::Rule"),
    );
    expect(patterns).toMatch(/"backupVaultName":\[\{[^[]*\[[^\]]*\]\},"gap"\]/);
    expect(patterns).toMatch(/"sourceBackupVaultArn":\[\{[^[]*\[[^\]]*\]\},"arn:[^"]*:gap"\]/);
  });

  it("looks at the state of a backup and the status of a restore, as AWS Backup says them", () => {
    expect(ruleOn("Backup Job State Change").EventPattern.detail).toEqual({
      backupVaultName: [{ "Fn::GetAtt": [expect.stringMatching(/^ProtectedVault/), "BackupVaultName"] }],
      state: ["ABORTED", "EXPIRED", "FAILED"],
    });
    expect(ruleOn("Restore Job State Change").EventPattern.detail).toMatchObject({
      status: ["ABORTED", "FAILED"],
      resourceType: ["DynamoDB"],
    });
  });

  it("is asked for with no empty pattern, which EventBridge refuses", () => {
    for (const { EventPattern } of rules()) {
      expect(Object.keys(EventPattern.detail).length).toBeGreaterThan(0);
    }
  });

  it("says in a sentence what it is about", () => {
    const [{ InputTransformer }] = ruleOn("Backup Job State Change").Targets;
    expect(InputTransformer.InputTemplate).toBe(
      '"test-holdfast: the backup of <detail-resourceArn> ended as <detail-state>: <detail-statusMessage>"',
    );
  });
});

describe("an alarm", () => {
  it("is raised by any job that failed, expired or was aborted", () => {
    template().hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "test-holdfast-job-failed",
      ComparisonOperator: "GreaterThanThreshold",
      Threshold: 0,
      TreatMissingData: "notBreaching",
      AlarmActions: [{ Ref: Match.stringLikeRegexp("^Alerts") }],
      Metrics: Match.arrayWith(
        ["NumberOfBackupJobsFailed", "NumberOfBackupJobsExpired", "NumberOfBackupJobsAborted"].map(
          (MetricName) =>
            Match.objectLike({
              MetricStat: {
                Metric: {
                  Namespace: "AWS/Backup",
                  MetricName,
                  Dimensions: [{ Name: "BackupVaultName", Value: "test-holdfast" }],
                },
              },
            }),
        ),
      ),
    });
  });

  it("is raised when no recovery point is made within the objective, and by silence", () => {
    template().hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "test-holdfast-no-recovery-point",
      MetricName: "NumberOfBackupJobsCompleted",
      Period: 3600,
      EvaluationPeriods: 27,
      Statistic: "Sum",
      Threshold: 1,
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
    });
  });

  it("counts the points of air-gapped vaults, which never are in the policy's own", () => {
    const airGappedVaultArn = "arn:aws:backup:us-east-1:123456789012:backup-vault:gap";
    const weekly = rule({ schedule: "cron(0 9 ? * SAT *)" });
    const counted = (rules: PolicyInput["rules"]) => {
      const alarms = template({ rules }).findResources("AWS::CloudWatch::Alarm", {
        Properties: { AlarmName: "test-holdfast-no-recovery-point" },
      });
      return JSON.stringify(alarms).match(/(?<="BackupVaultName","Value":")[^"]+/g);
    };
    expect(counted({ daily: rule({ airGappedVaultArn }) })).toEqual(["gap"]);
    expect(counted({ daily: rule({ airGappedVaultArn }), weekly })).toEqual(["test-holdfast", "gap"]);
    expect(counted({ daily: rule(), weekly })).toEqual(["test-holdfast"]);
  });

  it.each([
    [168, 1],
    [169, 0],
  ])("is about absence for at most the seven days that CloudWatch looks back: %d hours", (hours, count) => {
    const stack = testStack();
    const metric = new Metric({ namespace: "Test", metricName: "Proofs", period: Duration.minutes(5) });
    const alarm = { name: "absent", description: "", metric, hours, alerts: new Topic(stack, "Alerts") };
    absenceAlarm(stack, "Absent", alarm);
    Template.fromStack(stack).resourceCountIs("AWS::CloudWatch::Alarm", count);
    const warnings = Annotations.fromStack(stack).findWarning(
      "*",
      Match.stringLikeRegexp("absent: no alarm"),
    );
    expect(warnings).toHaveLength(1 - count);
  });
});
