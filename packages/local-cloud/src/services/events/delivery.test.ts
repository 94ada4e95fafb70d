import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { role, startTestCloud, type TestCloud } from "../../testing.ts";

const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:123456789012:${name}`;
const attribute = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const rule = (detailType: string, target: object) => ({
  Type: "AWS::Events::Rule",
  Properties: {
    Name: detailType,
    EventPattern: { source: ["test"], "detail-type": [detailType] },
    Targets: [{ Id: "T", DeadLetterConfig: { Arn: attribute("Dead") }, ...target }],
  },
});

const stacks = {
  Rules: {
    Resources: {
      Work: { Type: "AWS::SQS::Queue", Properties: { QueueName: "work" } },
      Closed: { Type: "AWS::SQS::Queue", Properties: { QueueName: "closed" } },
      Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead" } },
      MaySend: {
        Type: "AWS::SQS::QueuePolicy",
        Properties: {
          Queues: [{ Ref: "Work" }, { Ref: "Dead" }],
          PolicyDocument: {
            Statement: [
              {
                Effect: "Allow",
                Principal: { Service: "events.amazonaws.com" },
                Action: "sqs:SendMessage",
                Resource: "*",
                Condition: { ArnLike: { "aws:SourceArn": arn("events", "rule/*") } },
              },
            ],
          },
        },
      },
      Noter: {
        Type: "AWS::Lambda::Function",
        Properties: {
          FunctionName: "noter",
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Role: attribute("Role"),
          Code: { ZipFile: "exports.handler = async ({ detail }) => console.log('got', detail.n);" },
        },
      },
      MayInvoke: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: { Ref: "Noter" },
          Action: "lambda:InvokeFunction",
          Principal: "events.amazonaws.com",
        },
      },
      Role: role("lambda.amazonaws.com", []),
      ToQueue: rule("queue", { Arn: attribute("Work"), InputPath: "$.detail" }),
      ToClosed: rule("closed", { Arn: attribute("Closed") }),
      ToNowhere: rule("nowhere", { Arn: arn("sqs", "none") }),
      ToFunction: rule("function", { Arn: attribute("Noter") }),
      Twice: rule("twice", { Arn: attribute("Work"), RetryPolicy: { MaximumRetryAttempts: 2 } }),
      Briefly: rule("briefly", { Arn: attribute("Work"), RetryPolicy: { MaximumEventAgeInSeconds: 60 } }),
    },
  },
};

let it: TestCloud;
let eventBridge: EventBridgeClient;
let sqs: SQSClient;
const connect = () => {
  eventBridge = new EventBridgeClient(it.client);
  sqs = new SQSClient(it.client);
};

beforeAll(async () => {
  it = await startTestCloud(stacks);
  connect();
});
afterEach(() => void it.cloud.faults.clear());
afterAll(() => it.stop());

const entry = (DetailType: string, detail: object = { n: 1 }) => ({
  Source: "test",
  DetailType,
  Detail: JSON.stringify(detail),
});
const put = async (DetailType: string, detail?: object) => {
  const { Entries } = await eventBridge.send(new PutEventsCommand({ Entries: [entry(DetailType, detail)] }));
  return Entries![0]!.EventId!;
};
const pass = (seconds: number) =>
  it.cloud.clock.advance(new Date(it.cloud.clock.now().getTime() + seconds * 1000));

async function taken(name: string): Promise<Message[]> {
  await pass(0);
  const QueueUrl = `${it.cloud.endpoint}/123456789012/${name}`;
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
  );
  for (const { ReceiptHandle } of Messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages;
}
const attributesOf = ({ MessageAttributes = {} }: Message) =>
  Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue]));

test("delivers to a queue whose policy lets it", async () => {
  await put("queue", { n: 7 });
  expect((await taken("work")).map(({ Body }) => Body)).toEqual(['{"n":7}']);
});

describe("a delivery that fails for good goes to the dead-letter queue at once", () => {
  test("where the target's policy denies it", async () => {
    const id = await put("closed");
    const [message] = await taken("dead");
    expect(JSON.parse(message!.Body!)).toMatchObject({ id, "detail-type": "closed", detail: { n: 1 } });
    expect(attributesOf(message!)).toEqual({
      RULE_ARN: arn("events", "rule/closed"),
      TARGET_ARN: arn("sqs", "closed"),
      ERROR_CODE: "NO_PERMISSIONS",
      ERROR_MESSAGE: expect.stringContaining("sqs:SendMessage"),
    });
  });

  test("where the target isn't there", async () => {
    await put("nowhere");
    expect(attributesOf((await taken("dead"))[0]!)).toMatchObject({ ERROR_CODE: "NO_RESOURCE" });
  });
});

describe("a delivery that fails for now", () => {
  test("is tried again by the cloud's clock until it succeeds", async () => {
    it.cloud.faults.add({ kind: "unavailable", service: "sqs", operation: "SendMessage", count: 3 });
    await put("queue", { n: 8 });
    expect(await taken("work")).toEqual([]);
    await pass(60);
    expect((await taken("work")).map(({ Body }) => Body)).toEqual(['{"n":8}']);
    await pass(86_400);
    expect(await taken("work")).toEqual([]);
  });

  test("reaches a function that was throttled", async () => {
    it.cloud.faults.add({
      kind: "throttle",
      service: "lambda",
      operation: "Invoke",
      resource: "noter",
      count: 2,
    });
    await put("function", { n: 77 });
    await pass(60);
    expect(it.logs.join("\n")).toContain("noter: got 77");
  });

  test("is given up after as many retries as the target's policy has", async () => {
    it.cloud.faults.add({ kind: "unavailable", service: "sqs", operation: "SendMessage" });
    await put("twice");
    await pass(3600);
    const [fault] = it.cloud.faults.list();
    expect(fault!.hits).toBe(3);
    const [message] = await taken("dead");
    expect(attributesOf(message!)).toMatchObject({
      ERROR_CODE: "ERROR_FROM_TARGET",
      EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
      RETRY_ATTEMPTS: "2",
    });
  });

  test("is given up when the event is as old as the target's policy has", async () => {
    it.cloud.faults.add({ kind: "throttle", service: "sqs", operation: "SendMessage" });
    await put("briefly");
    await pass(90);
    expect(attributesOf((await taken("dead"))[0]!)).toMatchObject({
      ERROR_CODE: "THROTTLING",
      EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds",
    });
  });

  test("goes on after a restart", async () => {
    it.cloud.faults.add({ kind: "unavailable", service: "sqs", operation: "SendMessage" });
    await put("queue", { n: 9 });
    await pass(600);
    await it.restart();
    connect();
    it.cloud.faults.clear();
    await pass(3600);
    expect((await taken("work")).map(({ Body }) => Body)).toEqual(['{"n":9}']);
  });
});

test("says of each entry what is wrong with it", async () => {
  const { FailedEntryCount, Entries } = await eventBridge.send(
    new PutEventsCommand({
      Entries: [
        entry("nobody listens"),
        { ...entry("x"), Source: "aws.backup" },
        { ...entry("x"), Detail: "[1]" },
        { Source: "test", Detail: "{}" },
        { ...entry("x"), EventBusName: "own" },
      ],
    }),
  );
  expect(FailedEntryCount).toBe(4);
  expect(Entries!.map(({ ErrorCode }) => ErrorCode)).toEqual([
    undefined,
    "NotAuthorizedForSourceException",
    "MalformedDetail",
    "InvalidArgument",
    "ResourceNotFoundException",
  ]);
});

test("shows the template's rules and targets", async () => {
  const { Rules } = await eventBridge.send(new ListRulesCommand({ NamePrefix: "q" }));
  expect(Rules).toMatchObject([{ Name: "queue", State: "ENABLED", Arn: arn("events", "rule/queue") }]);
  const { Targets } = await eventBridge.send(new ListTargetsByRuleCommand({ Rule: "twice" }));
  expect(Targets).toMatchObject([
    {
      Id: "T",
      Arn: arn("sqs", "work"),
      RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 86_400 },
      DeadLetterConfig: { Arn: arn("sqs", "dead") },
    },
  ]);
  const none = eventBridge.send(new DescribeRuleCommand({ Name: "none" }));
  await expect(none).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  const puts = eventBridge.send(new PutRuleCommand({ Name: "own", ScheduleExpression: "rate(1 day)" }));
  await expect(puts).rejects.toThrow("PutRule");
});

test("tries a pattern", async () => {
  const EventPattern = JSON.stringify({ source: ["a"] });
  const result = async (source: string) =>
    (await eventBridge.send(new TestEventPatternCommand({ EventPattern, Event: JSON.stringify({ source }) })))
      .Result;
  expect([await result("a"), await result("b")]).toEqual([true, false]);
});

test.each([
  [{ RetryPolicy: { MaximumRetryAttempts: 186 } }, "from 0 to 185"],
  [{ RetryPolicy: { MaximumEventAgeInSeconds: 59 } }, "from 60 to 86400"],
  [{ DeadLetterConfig: { Arn: arn("sns", "topic") } }, "no standard SQS queue"],
])("refuses a target with %j", async (properties, why) => {
  const Own = {
    Type: "AWS::Events::Rule",
    Properties: {
      ScheduleExpression: "rate(1 day)",
      Targets: [{ Id: "T", Arn: arn("sqs", "q"), ...properties }],
    },
  };
  await expect(startTestCloud({ Refused: { Resources: { Own } } })).rejects.toThrow(why);
});
