import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDatum,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { role, startTestCloud, type TestCloud } from "../../testing.ts";

const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:123456789012:${name}`;
const alarm = (properties: object) => ({
  Type: "AWS::CloudWatch::Alarm",
  Properties: {
    Namespace: "Test",
    Statistic: "Sum",
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: "GreaterThanThreshold",
    AlarmActions: [{ Ref: "Alerts" }],
    TreatMissingData: "notBreaching",
    ...properties,
  },
});
const stat = (Id: string) => ({
  Id,
  ReturnData: false,
  MetricStat: { Metric: { Namespace: "Test", MetricName: Id }, Period: 300, Stat: "Sum" },
});
const publishes = (Service: string) => ({
  Effect: "Allow",
  Principal: { Service },
  Action: "sns:Publish",
  Resource: { Ref: "Alerts" },
  Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
});
const absent = {
  Period: 3600,
  EvaluationPeriods: 26,
  Threshold: 1,
  ComparisonOperator: "LessThanThreshold",
  TreatMissingData: "breaching",
};

const stacks = {
  Alarms: {
    Resources: {
      Alerts: { Type: "AWS::SNS::Topic", Properties: { TopicName: "alerts" } },
      Deaf: { Type: "AWS::SNS::Topic", Properties: { TopicName: "deaf" } },
      MayPublish: {
        Type: "AWS::SNS::TopicPolicy",
        Properties: {
          Topics: [{ Ref: "Alerts" }],
          PolicyDocument: { Statement: [publishes("cloudwatch.amazonaws.com")] },
        },
      },
      Failed: alarm({
        AlarmName: "failed",
        MetricName: "Failures",
        Dimensions: [{ Name: "Vault", Value: "main" }],
        AlarmDescription: "A job failed.",
      }),
      Any: alarm({
        AlarmName: "any",
        Namespace: undefined,
        Statistic: undefined,
        Period: undefined,
        Metrics: [
          { Id: "all", Expression: "FILL(one, 0) + FILL(two, 0)", Label: "All" },
          stat("one"),
          stat("two"),
        ],
      }),
      Absence: alarm({ AlarmName: "absence", MetricName: "Signs", ...absent }),
      Proofs: alarm({
        AlarmName: "proofs",
        Namespace: "Proofs",
        MetricName: "Proofs",
        Dimensions: [{ Name: "Table", Value: "Item" }],
        ...absent,
      }),
      ToDeaf: alarm({ AlarmName: "to-deaf", MetricName: "Other", AlarmActions: [{ Ref: "Deaf" }] }),
      Logs: { Type: "AWS::Logs::LogGroup", Properties: { LogGroupName: "verifier" } },
      Counted: {
        Type: "AWS::Logs::MetricFilter",
        Properties: {
          LogGroupName: { Ref: "Logs" },
          FilterPattern: '{ $.verdict = "PASSED" }',
          MetricTransformations: [
            {
              MetricName: "Proofs",
              MetricNamespace: "Proofs",
              MetricValue: "1",
              Dimensions: [{ Key: "Table", Value: "$.table" }],
            },
          ],
        },
      },
      Prover: {
        Type: "AWS::Lambda::Function",
        Properties: {
          FunctionName: "prover",
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Role: { "Fn::GetAtt": ["Role", "Arn"] },
          LoggingConfig: { LogGroup: { Ref: "Logs" } },
          Code: {
            ZipFile: `exports.handler = async ({ fails }) => {
              if (fails) throw new Error("it fails");
              console.log(JSON.stringify({ verdict: "PASSED", table: "Item" }));
              console.log(JSON.stringify({
                _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace: "Own", Dimensions: [["service"]], Metrics: [{ Name: "Lost", Unit: "Count" }] }] },
                service: "verifier", Lost: 4,
              }));
            };`,
          },
        },
      },
      Role: role("lambda.amazonaws.com", []),
    },
  },
};

let it: TestCloud;
let cloudWatch: CloudWatchClient;

beforeAll(async () => {
  it = await startTestCloud(stacks);
  cloudWatch = new CloudWatchClient(it.client);
});
afterAll(() => it.stop());

const now = () => it.cloud.clock.now();
const pass = (seconds: number) => it.cloud.clock.advance(new Date(now().getTime() + seconds * 1000));
const put = (MetricName: string, more: MetricDatum | object = { Value: 1 }, Namespace = "Test") =>
  cloudWatch.send(new PutMetricDataCommand({ Namespace, MetricData: [{ MetricName, ...more }] }));
const described = async (name: string) =>
  (await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }))).MetricAlarms![0]!;
const stateOf = async (name: string) => (await described(name)).StateValue;
const told = async (): Promise<{ arn: string; message: string }[]> =>
  (await (await fetch(`${it.cloud.endpoint}/_holdfast/topics`)).json()) as { arn: string; message: string }[];
const toldOf = async (name: string) =>
  (await told()).map(({ message }) => JSON.parse(message)).filter(({ AlarmName }) => AlarmName === name);
const sum = async (
  Namespace: string,
  MetricName: string,
  Dimensions: { Name: string; Value: string }[] = [],
) => {
  const { Datapoints } = await cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName,
      Dimensions,
      StartTime: new Date(now().getTime() - 3_600_000),
      EndTime: new Date(now().getTime() + 60_000),
      Period: 7200,
      Statistics: ["Sum", "SampleCount", "Maximum"],
    }),
  );
  return Datapoints![0];
};

describe("an alarm", () => {
  test("is OK without failures, fires within a minute of one, tells its topic, and is OK again when it is over", async () => {
    await pass(60);
    expect(await stateOf("failed")).toBe("OK");
    await put("Failures", { Value: 1, Dimensions: [{ Name: "Vault", Value: "main" }] });
    await pass(60);
    expect(await described("failed")).toMatchObject({
      StateValue: "ALARM",
      StateReason: expect.stringContaining("Threshold Crossed: 1 out of the last 1 datapoints [1.0"),
    });
    expect((await toldOf("failed"))[0]).toMatchObject({
      AlarmDescription: "A job failed.",
      NewStateValue: "ALARM",
      OldStateValue: "OK",
      AlarmArn: arn("cloudwatch", "alarm:failed"),
      Trigger: { MetricName: "Failures", Dimensions: [{ name: "Vault", value: "main" }] },
    });
    // Longer than its period: it looks a little further back than that.
    await pass(1200);
    expect(await stateOf("failed")).toBe("OK");
    expect(await toldOf("failed")).toHaveLength(1);
  });

  test("looks at another metric's dimensions for nothing", async () => {
    await put("Failures", { Value: 1, Dimensions: [{ Name: "Vault", Value: "other" }] });
    await pass(60);
    expect(await stateOf("failed")).toBe("OK");
  });

  test("works out an expression of which a part is missing", async () => {
    await put("two", { Value: 2 });
    await pass(60);
    expect(await stateOf("any")).toBe("ALARM");
  });

  test("tells of silence: after so many hours, and not before", async () => {
    await put("Signs");
    await pass(60);
    expect(await stateOf("absence")).toBe("OK");
    await pass(25 * 3600);
    expect(await stateOf("absence")).toBe("OK");
    await pass(4 * 3600);
    expect(await stateOf("absence")).toBe("ALARM");
    expect((await toldOf("absence"))[0].NewStateReason).toContain(
      "missing datapoints were treated as [Breaching]",
    );
  });

  test("hears of what a function writes to its log group", async () => {
    expect(await stateOf("proofs")).toBe("ALARM");
    const lambda = new LambdaClient(it.client);
    await lambda.send(new InvokeCommand({ FunctionName: "prover" }));
    await pass(60);
    expect(await stateOf("proofs")).toBe("OK");
    await lambda.send(new InvokeCommand({ FunctionName: "prover", Payload: Buffer.from('{"fails":true}') }));
    const FunctionName = [{ Name: "FunctionName", Value: "prover" }];
    expect(await sum("Own", "Lost", [{ Name: "service", Value: "verifier" }])).toMatchObject({ Sum: 4 });
    expect(await sum("AWS/Lambda", "Errors", FunctionName)).toMatchObject({ Sum: 1, SampleCount: 2 });
  });

  test("says in its log and its history whom it couldn't tell", async () => {
    await put("Other");
    await pass(60);
    expect(it.logs.join("\n")).toContain(`to-deaf: ${arn("sns", "deaf")} wasn't told`);
    const { AlarmHistoryItems } = await cloudWatch.send(
      new DescribeAlarmHistoryCommand({ AlarmName: "to-deaf" }),
    );
    expect(AlarmHistoryItems!.map(({ HistorySummary }) => HistorySummary)).toEqual([
      expect.stringContaining("Failed to execute action"),
      "Alarm updated from OK to ALARM",
      "Alarm updated from INSUFFICIENT_DATA to OK",
    ]);
  });

  test("can be set, until it is evaluated; its actions can be switched off", async () => {
    const before = (await toldOf("failed")).length;
    const set = (StateValue: "ALARM" | "OK") =>
      cloudWatch.send(new SetAlarmStateCommand({ AlarmName: "failed", StateValue, StateReason: "a drill" }));
    await set("ALARM");
    expect(await described("failed")).toMatchObject({ StateValue: "ALARM", StateReason: "a drill" });
    expect(await toldOf("failed")).toHaveLength(before + 1);
    await pass(60);
    expect(await stateOf("failed")).toBe("OK");
    await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames: ["failed"] }));
    await set("ALARM");
    expect(await toldOf("failed")).toHaveLength(before + 1);
    await cloudWatch.send(new EnableAlarmActionsCommand({ AlarmNames: ["failed"] }));
    const none = new SetAlarmStateCommand({ AlarmName: "none", StateValue: "OK", StateReason: "x" });
    await expect(cloudWatch.send(none)).rejects.toMatchObject({ name: "ResourceNotFound" });
  });

  test("is as it was after a restart, and so are the metrics", async () => {
    await put("two");
    await pass(60);
    await it.restart();
    cloudWatch = new CloudWatchClient(it.client);
    expect(await stateOf("any")).toBe("ALARM");
    expect(await sum("Test", "two")).toMatchObject({ Sum: expect.any(Number) });
    await pass(60);
    expect(await stateOf("any")).toBe("ALARM");
    expect(await toldOf("any")).toEqual([]);
    await pass(1200);
    expect(await stateOf("any")).toBe("OK");
  });
});

test("takes lists of values and statistics in one call, in many of its sizes", async () => {
  await put("Sizes", { Values: [1, 5], Counts: [3, 1] });
  await put("Sizes", { StatisticValues: { SampleCount: 2, Sum: 20, Minimum: 9, Maximum: 11 } });
  expect(await sum("Test", "Sizes")).toMatchObject({ Sum: 28, SampleCount: 6, Maximum: 11 });
  // Larger than 10 KB: the SDK compresses it.
  const MetricData = Array.from({ length: 300 }, (_, n) => ({ MetricName: "Many", Value: n }));
  await cloudWatch.send(new PutMetricDataCommand({ Namespace: "Test", MetricData }));
  expect(await sum("Test", "Many")).toMatchObject({ SampleCount: 300, Maximum: 299 });
});

test("gives several metrics and what an expression makes of them", async () => {
  await put("x", { Value: 2 });
  await put("y", { Value: 3 });
  const { MetricDataResults } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now().getTime() - 300_000),
      EndTime: new Date(now().getTime() + 60_000),
      MetricDataQueries: [stat("x"), stat("y"), { Id: "both", Expression: "x * y" }],
    }),
  );
  expect(MetricDataResults).toMatchObject([{ Id: "both", Values: [6] }]);
  const { Metrics } = await cloudWatch.send(new ListMetricsCommand({ Namespace: "Own" }));
  expect(Metrics).toEqual([
    { Namespace: "Own", MetricName: "Lost", Dimensions: [{ Name: "service", Value: "verifier" }] },
  ]);
});

test("refuses what AWS refuses, and names what it hasn't", async () => {
  await expect(put("x", { Value: 1 }, "AWS/Backup")).rejects.toThrow("Namespace is invalid");
  const old = { Value: 1, Timestamp: new Date(now().getTime() - 15 * 86_400_000) };
  await expect(put("x", old)).rejects.toThrow("within two weeks");
  await expect(put("x", {})).rejects.toMatchObject({ name: "MissingRequiredParameterException" });
  const own = new PutMetricAlarmCommand({
    AlarmName: "own",
    EvaluationPeriods: 1,
    ComparisonOperator: "LessThanThreshold",
  });
  await expect(cloudWatch.send(own)).rejects.toThrow("PutMetricAlarm");
});

test.each([
  [{ MetricName: "m", ComparisonOperator: "GreaterThanUpperThreshold" }, "GreaterThanUpperThreshold"],
  [{ MetricName: "m", Statistic: undefined, ExtendedStatistic: "p99" }, "the statistics"],
  [{ MetricName: "m", Period: 3600, EvaluationPeriods: 200 }, "604800"],
])("refuses an alarm that it couldn't evaluate: %j", async (properties, why) => {
  const Own = alarm({ AlarmActions: [], ...properties });
  await expect(startTestCloud({ Refused: { Resources: { Own } } })).rejects.toThrow(why);
});
