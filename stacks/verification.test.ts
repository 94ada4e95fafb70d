import { rulesOf } from "@holdfast/backup-policy";
import { describe, expect, it } from "vitest";
import { steps } from "../apps/restore-verifier/src/machine.ts";
import { readSettings } from "../apps/restore-verifier/src/settings.ts";
import { policy } from "./policy.ts";
import { ofType, type Resource, stack, statements } from "./testing/assembly.ts";
import { deletionsKeptDays } from "./verifier/deletions.ts";

const functions = () => ofType("AWS::Lambda::Function").filter(([where]) => where.includes("Verification/"));
const machine = (): Resource => ofType("AWS::StepFunctions::StateMachine")[0]![1];

describe("permissions", () => {
  /** Actions that IAM grants on `*` only, or not at all on a resource. */
  const onEverything = {
    "dynamodb:ListTables": "lists, whatever the resource",
    "backup:DescribeRegionSettings": "reads how the Region is set up",
    "backup:DescribeRestoreJob": "restore jobs are no resources of IAM",
    "states:SendTaskSuccess": "a task's token stands for itself",
    "tag:GetResources": "finds resources by tag, whatever the resource",
    "logs:CreateLogDelivery": "log deliveries are no resources of IAM",
    "logs:DeleteLogDelivery": "log deliveries are no resources of IAM",
    "logs:DescribeLogGroups": "lists, whatever the resource",
    "logs:DescribeResourcePolicies": "lists, whatever the resource",
    "logs:GetLogDelivery": "log deliveries are no resources of IAM",
    "logs:ListLogDeliveries": "lists, whatever the resource",
    "logs:PutResourcePolicy": "the account's policy for log deliveries",
    "logs:UpdateLogDelivery": "log deliveries are no resources of IAM",
    "xray:GetSamplingRules": "traces are no resources of IAM",
    "xray:GetSamplingTargets": "traces are no resources of IAM",
    "xray:PutTelemetryRecords": "traces are no resources of IAM",
    "xray:PutTraceSegments": "traces are no resources of IAM",
  };
  const ours = () => ofType("AWS::IAM::Role").filter(([where]) => /-(Backup|Verification)\//.test(where));
  const all = () =>
    ours().flatMap(([where, role]) => statements(role).map((statement) => ({ where, ...statement })));

  it("are all the roles' own", () => {
    expect(ours().length).toBeGreaterThan(12);
    expect(ours().filter(([, role]) => role.Properties.ManagedPolicyArns)).toEqual([]);
  });

  it("name every action", () => {
    const actions = all().flatMap(({ Action }) => Action);
    expect(actions.length).toBeGreaterThan(60);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
  });

  it("name the resource, except where AWS knows none", () => {
    const wide = all().filter(({ Resource }) => [Resource].flat().includes("*"));
    const actions = new Set(wide.flatMap(({ Action }) => Action));
    expect([...actions].toSorted()).toEqual(Object.keys(onEverything).toSorted());
  });

  it("change no table but restored ones and the record of deletions", () => {
    const writes = all().filter(
      ({ where, Action }) =>
        where.includes("Verification/") &&
        [Action]
          .flat()
          .some((action) => /^dynamodb:(Put|Update|Delete|Create|BatchWrite|Restore)/.test(action)),
    );
    const tables = writes.flatMap(({ Resource }) => Resource).map((resource) => JSON.stringify(resource));
    expect(tables).toHaveLength(3);
    for (const table of tables) {
      expect(table).toMatch(/table\/awsbackup-restore-test-holdfast-prod_\*|"Deletions/);
    }
  });

  it("let a restore's waiting be noted by who waits, and read by who tells", () => {
    const files = (name: string) => {
      const [, role] = ours().find(([where]) =>
        where.toLowerCase().includes(`verification/${name.toLowerCase()}`),
      )!;
      return statements(role)
        .filter(({ Action }) => [Action].flat().some((action) => action.startsWith("s3:")))
        .flatMap(({ Action, Resource }) =>
          [Action].flat().map((action) => [action, JSON.stringify(Resource).includes("/runs/awaited/*")]),
        );
    };
    expect(files("awaitRestore")).toEqual([["s3:PutObject", true]]);
    // Without listing, S3 answers AccessDenied where nobody waits.
    expect(files("restoreEnded")).toEqual([
      ["s3:GetObject", true],
      ["s3:ListBucket", false],
    ]);
  });

  it("pass on one role, to AWS Backup only", () => {
    const passes = all().filter(({ Action }) => [Action].flat().includes("iam:PassRole"));
    expect(passes).toHaveLength(1);
    expect(passes[0]).toMatchObject({
      Resource: { "Fn::ImportValue": expect.stringContaining("RestoreRole") },
      Condition: { StringEquals: { "iam:PassedToService": "backup.amazonaws.com" } },
    });
  });
});

describe("functions", () => {
  it("record deletions with concurrency of their own where the stage lasts, and tell when they are late", () => {
    const recorder = (stage?: "local") =>
      ofType("AWS::Lambda::Function", stage).find(([where]) =>
        /Verification\/RecordDeletion/.test(where),
      )![1];
    expect(recorder().Properties.ReservedConcurrentExecutions).toBe(10);
    expect(recorder("local").Properties.ReservedConcurrentExecutions).toBeUndefined();
    stack("Verification").hasResourceProperties("AWS::CloudWatch::Alarm", {
      MetricName: "IteratorAge",
      Threshold: 60_000,
      TreatMissingData: "notBreaching",
    });
  });

  it("know that a backup of DynamoDB is of some instant within a minute", () => {
    for (const [, { Properties }] of functions())
      expect(Properties.Environment.Variables.POINT_SLACK_SECONDS).toBe("60");
  });

  it("are told what they work on", () => {
    expect(functions()).toHaveLength(16);
    for (const [, { Properties }] of functions()) {
      expect(Object.keys(Properties.Environment.Variables)).toEqual(
        expect.arrayContaining([
          "GRAPHQL_URL",
          "TABLES",
          "VAULT_NAME",
          "RESTORE_ROLE_ARN",
          "RESTORE_PREFIX",
          "RPO_HOURS",
          "RTO_MINUTES",
          "DELETIONS_TABLE",
          "DELETIONS_KEPT_DAYS",
          "RUNS_BUCKET",
          "EVIDENCE_BUCKET",
          "POLICY_HASH",
          "CODE_HASH",
          "CHECKS",
          "MOST_UNVERIFIED",
        ]),
      );
    }
  });

  it("check what the policy asks for, each check being one that they know", () => {
    const { checks, mostUnverified } = policy.verification;
    for (const [, { Properties }] of functions()) {
      expect(Properties.Environment.Variables).toMatchObject({
        CHECKS: JSON.stringify(checks),
        MOST_UNVERIFIED: String(mostUnverified),
      });
    }
    expect(readSettings({ CHECKS: JSON.stringify(checks) }).checks).toEqual(checks);
  });

  it("accept an empty restore of no table, and a rewritten one of the table that backups write to only", () => {
    const [, { Properties }] = functions()[0]!;
    const tables = JSON.stringify(Properties.Environment.Variables.TABLES).replaceAll("\\", "");
    expect(tables).not.toContain("mayBeEmpty");
    expect(tables.match(/"mayBeRewritten":\w+/g)).toHaveLength(4);
    const before = tables.slice(0, tables.indexOf('"mayBeRewritten":true'));
    expect([...before.matchAll(/"model":"(\w+)"/g)].at(-1)?.[1]).toBe("ProtectedTable");
    expect(tables.match(/"mayBeRewritten":true/g)).toHaveLength(1);
  });
});

describe("the state machine", () => {
  it("calls a function for each of its steps", () => {
    const called = new Set(
      JSON.stringify(machine().Properties.DefinitionString).match(/"Fn::GetAtt":\["\w+","Arn"\]/g),
    );
    expect(called.size).toBe(steps.length);
  });

  it("may invoke these functions, run its own parts, log and trace, and nothing else", () => {
    const [[, role] = []] = ofType("AWS::IAM::Role").filter(([where]) => where.includes("/MachineRole"));
    const [statement, ...others] = statements(role!);
    expect(others.flatMap(({ Action }) => Action).filter((action) => !/^(logs|xray):/.test(action))).toEqual([
      "states:StartExecution",
      "states:DescribeExecution",
      "states:StopExecution",
    ]);
    expect(JSON.stringify(others.slice(0, 2).map(({ Resource }) => Resource))).toMatch(
      /stateMachine:prod-holdfast-verification".*execution:prod-holdfast-verification\/\*"/,
    );
    expect(statement).toMatchObject({ Action: "lambda:InvokeFunction" });
    expect(statement?.Resource).toHaveLength(steps.length);
  });

  it("is logged step by step without what it works on, and traced", () => {
    expect(machine().Properties).toMatchObject({
      LoggingConfiguration: { Level: "ALL", IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });

  it("starts on the policy's schedule", () => {
    stack("Verification").hasResourceProperties("AWS::Events::Rule", {
      ScheduleExpression: policy.verification.schedule,
      Targets: [{ Arn: stack("Verification").findOutputs("StateMachineArn").StateMachineArn?.Value }],
    });
  });
});

it("hears of the end of every restore", () => {
  stack("Verification").hasResourceProperties("AWS::Events::Rule", {
    EventPattern: {
      source: ["aws.backup"],
      "detail-type": ["Restore Job State Change"],
      detail: { status: ["COMPLETED", "FAILED", "ABORTED"] },
    },
  });
});

describe("a rule whose points are never the newest", () => {
  it.each([
    ["weekly", "cron(15 12 ? * SAT *)"],
    ["monthly", "cron(15 16 1 * ? *)"],
  ])("is verified by runs of its own: %s", (rule, schedule) => {
    stack("Verification").hasResourceProperties("AWS::Events::Rule", {
      ScheduleExpression: schedule,
      Targets: [
        {
          Arn: stack("Verification").findOutputs("StateMachineArn").StateMachineArn?.Value,
          InputTransformer: {
            InputTemplate: `{"rule":"${rule}","source":<source>,"resources":<resources>}`,
          },
        },
      ],
    });
  });

  it("is known to the verifier, with how long its proof may take", () => {
    const [, { Properties }] = functions()[0]!;
    const [daily, weekly, monthly] = rulesOf(policy).map(([, rule]) => ({
      schedule: rule.schedule,
      timeZone: rule.timeZone,
      startWindowMinutes: rule.startWindowMinutes,
      completionWindowMinutes: rule.completionWindowMinutes,
    }));
    expect(JSON.parse(Properties.Environment.Variables.RULES)).toEqual([
      { ...daily, name: "daily", oldestMinutes: 27 * 60 },
      { ...weekly, name: "weekly", oldestMinutes: 171 * 60, provenWithinMinutes: 255 },
      {
        ...monthly,
        name: "monthly",
        oldestMinutes: (31 * 24 + 3) * 60,
        provenWithinMinutes: 255,
      },
    ]);
    expect(Properties.Environment.Variables.BACKUP_PLAN_ID).toEqual({
      "Fn::ImportValue": expect.stringContaining("Plan"),
    });
  });
});

describe("what is recorded", () => {
  it("is every recovery point made of a table", () => {
    stack("Verification").hasResourceProperties("AWS::Events::Rule", {
      EventPattern: {
        source: ["aws.backup"],
        "detail-type": ["Backup Job State Change"],
        detail: { state: ["COMPLETED"], resourceType: ["DynamoDB"] },
      },
    });
  });

  it("is every deletion from every table of the API, and nothing else of their streams", () => {
    const mappings = ofType("AWS::Lambda::EventSourceMapping").map(([, { Properties }]) => Properties);
    expect(new Set(mappings.map(({ EventSourceArn }) => JSON.stringify(EventSourceArn))).size).toBe(4);
    for (const { FilterCriteria } of mappings) {
      expect(FilterCriteria).toEqual({ Filters: [{ Pattern: '{"eventName":["REMOVE"]}' }] });
    }
  });

  it("is kept for a week longer than any point is old that is verified", () => {
    expect(deletionsKeptDays(policy)).toBe(32 + 7);
    const by = {
      kind: "restoreTesting" as const,
      algorithm: "RANDOM_WITHIN_WINDOW" as const,
      selectionWindowDays: 365,
      startWindowHours: 8,
    };
    expect(deletionsKeptDays({ ...policy, verification: { ...policy.verification, by } })).toBe(366 + 7);
    const objectives = { ...policy.objectives, rpoHours: 1200 };
    expect(deletionsKeptDays({ ...policy, objectives })).toBe(50 + 7);
  });

  it("is kept for as long as the policy's points ask for", () => {
    for (const [, { Properties }] of functions())
      expect(readSettings(Properties.Environment.Variables).deletionsKeptDays).toBe(39);
  });

  it("is forgotten in time", () => {
    stack("Verification").hasResourceProperties("AWS::DynamoDB::Table", {
      KeySchema: [
        { AttributeName: "tableName", KeyType: "HASH" },
        { AttributeName: "itemKey", KeyType: "RANGE" },
      ],
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });
});

describe("an alarm", () => {
  const topic = { "Fn::ImportValue": expect.stringContaining("Alerts") };
  const alarms = () => ofType("AWS::CloudWatch::Alarm").filter(([where]) => where.includes("Verification/"));

  it("is raised for each table whose newest proof gets too old", () => {
    const unproven = alarms().filter(([where]) => where.includes("Unproven"));
    expect(unproven).toHaveLength(4);
    for (const [, { Properties }] of unproven) {
      expect(Properties).toMatchObject({
        Namespace: "Holdfast",
        MetricName: "Proofs",
        Dimensions: [{ Name: "Table" }],
        Threshold: 1,
        ComparisonOperator: "LessThanThreshold",
        Period: 3600,
        EvaluationPeriods: policy.verification.proofStaleAfterHours,
        TreatMissingData: "breaching",
        AlarmActions: [topic],
      });
    }
  });

  it("counts a table's passed verifications, by the lines that the verifier logs", () => {
    stack("Verification").hasResourceProperties("AWS::Logs::MetricFilter", {
      FilterPattern: '{ $.verdict = "PASSED" }',
      MetricTransformations: [
        {
          MetricNamespace: "Holdfast",
          MetricName: "Proofs",
          MetricValue: "1",
          Dimensions: [{ Key: "Table", Value: "$.table" }],
        },
      ],
    });
  });

  it("is raised at once when a verification doesn't pass", () => {
    const [[, notPassed] = []] = alarms().filter(([where]) => where.includes("NotPassed"));
    expect(notPassed?.Properties).toMatchObject({
      Namespace: "AWS/States",
      MetricName: "ExecutionsFailed",
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      AlarmActions: [topic],
    });
  });
});
