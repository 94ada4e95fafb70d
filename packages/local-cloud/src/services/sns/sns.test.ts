import { DisableKeyCommand, EnableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { role, startTestCloud, type TestCloud } from "../../testing.ts";

const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:123456789012:${name}`;
const TopicArn = arn("sns", "alerts");
const queue = (name: string) => ({ Type: "AWS::SQS::Queue", Properties: { QueueName: name } });
const attribute = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });

const stacks = {
  Alerts: {
    Resources: {
      Alerts: {
        Type: "AWS::SNS::Topic",
        Properties: { TopicName: "alerts", DisplayName: "Alerts", KmsMasterKeyId: { Ref: "Key" } },
      },
      Key: { Type: "AWS::KMS::Key", Properties: {} },
      Heard: queue("heard"),
      Deaf: queue("deaf"),
      Dead: queue("dead"),
      Policy: {
        Type: "AWS::SQS::QueuePolicy",
        Properties: {
          Queues: [{ Ref: "Heard" }, { Ref: "Dead" }],
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Principal: { Service: "sns.amazonaws.com" },
                Action: "sqs:SendMessage",
                Resource: "*",
                Condition: { ArnEquals: { "aws:SourceArn": TopicArn } },
              },
            ],
          },
        },
      },
      ToHeard: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: { Ref: "Alerts" },
          Protocol: "sqs",
          Endpoint: attribute("Heard"),
          FilterPolicy: { State: ["FAILED", { prefix: "ABORT" }] },
        },
      },
      ToDeaf: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: { Ref: "Alerts" },
          Protocol: "sqs",
          Endpoint: attribute("Deaf"),
          RawMessageDelivery: true,
          RedrivePolicy: { deadLetterTargetArn: attribute("Dead") },
        },
      },
      Noter: {
        Type: "AWS::Lambda::Function",
        Properties: {
          FunctionName: "noter",
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Role: attribute("Role"),
          Code: {
            ZipFile:
              "exports.handler = async ({ Records: [one] }) => console.log('got', JSON.stringify(one));",
          },
        },
      },
      MayInvoke: {
        Type: "AWS::Lambda::Permission",
        Properties: {
          FunctionName: { Ref: "Noter" },
          Action: "lambda:InvokeFunction",
          Principal: "sns.amazonaws.com",
          SourceArn: { Ref: "Alerts" },
        },
      },
      ToNoter: {
        Type: "AWS::SNS::Subscription",
        Properties: { TopicArn: { Ref: "Alerts" }, Protocol: "lambda", Endpoint: attribute("Noter") },
      },
      Role: role("lambda.amazonaws.com", []),
    },
  },
};

let it: TestCloud;
let sns: SNSClient;
let sqs: SQSClient;

beforeAll(async () => {
  it = await startTestCloud(stacks);
  sns = new SNSClient(it.client);
  sqs = new SQSClient(it.client);
});
afterAll(() => it.stop());

const publish = (Message: string, more: Partial<PublishCommandInput> = {}) =>
  sns.send(new PublishCommand({ TopicArn, Message, ...more }));
const state = (StringValue: string) => ({ State: { DataType: "String", StringValue } });

async function taken(name: string): Promise<string[]> {
  const QueueUrl = `${it.cloud.endpoint}/123456789012/${name}`;
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
  );
  for (const { ReceiptHandle } of Messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages.map(({ Body }) => Body!);
}

const told = async () =>
  (await (await fetch(`${it.cloud.endpoint}/_holdfast/topics`)).json()) as {
    message: string;
    mailTo?: string;
  }[];

test("tells a queue what its filter policy lets through, in SNS's envelope", async () => {
  const { MessageId } = await publish("it failed", { Subject: "Alert", MessageAttributes: state("FAILED") });
  await publish("it went well", { MessageAttributes: state("COMPLETED") });
  await publish("without a state");
  expect((await taken("heard")).map((body) => JSON.parse(body))).toEqual([
    {
      Type: "Notification",
      MessageId,
      TopicArn,
      Subject: "Alert",
      Message: "it failed",
      Timestamp: expect.any(String),
      MessageAttributes: { State: { Type: "String", Value: "FAILED" } },
    },
  ]);
});

test("invokes a function, whose policy has to allow it", async () => {
  await publish("for the function");
  await vi.waitFor(() => expect(it.logs.join("\n")).toContain('"Message":"for the function"'), 20_000);
  expect(it.logs.join("\n")).toContain('"EventSource":"aws:sns"');
});

test("sends to the dead-letter queue what a queue's policy doesn't let in", async () => {
  await taken("dead");
  await publish("nobody listens", { MessageAttributes: state("COMPLETED") });
  expect(await taken("deaf")).toEqual([]);
  expect(await taken("dead")).toEqual(["nobody listens"]);
  expect(it.logs.join("\n")).toContain(`nothing is delivered to ${arn("sqs", "deaf")}`);
});

test("sends each protocol a text of its own where the message has one", async () => {
  const Message = JSON.stringify({ default: "for all", sqs: "for queues" });
  await publish(Message, { MessageStructure: "json", MessageAttributes: state("ABORTED") });
  expect(JSON.parse((await taken("heard"))[0]!).Message).toBe("for queues");
  await expect(publish("{}", { MessageStructure: "json" })).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining("No default entry"),
  });
});

describe("an address", () => {
  test("gets mail once it has confirmed, and no more when it has left", async () => {
    const asked = { TopicArn, Protocol: "email", Endpoint: "auditor@example.com" };
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({ ...asked, ReturnSubscriptionArn: true }),
    );
    await publish("too early");
    const [mail] = (await told()).filter(({ mailTo }) => mailTo === asked.Endpoint);
    expect(mail!.message).toMatch(/^Confirm the subscription/);
    const Token = mail!.message.split(" ").at(-1);
    await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
    await publish("a proof is stale");
    expect(await told()).toContainEqual(
      expect.objectContaining({ message: "a proof is stale", mailTo: asked.Endpoint }),
    );
    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ PendingConfirmation: "false", Endpoint: asked.Endpoint });
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions!.map(({ Protocol }) => Protocol).sort()).toEqual(["lambda", "sqs", "sqs"]);
  });

  test("is refused where it is none, and so is a protocol that isn't delivered to", async () => {
    const subscribe = (Protocol: string, Endpoint: string) =>
      sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }));
    await expect(subscribe("email", "nobody")).rejects.toMatchObject({ name: "InvalidParameterException" });
    await expect(subscribe("sms", "+15550100")).rejects.toThrow("not to sms");
  });
});

test("changes a subscription's filter, for the body too", async () => {
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const { SubscriptionArn } = Subscriptions!.find(({ Endpoint }) => Endpoint === arn("sqs", "heard"))!;
  const set = (AttributeName: string, AttributeValue: string) =>
    sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
  await set("FilterPolicyScope", "MessageBody");
  await set("FilterPolicy", JSON.stringify({ hours: [{ numeric: [">", 24] }] }));
  await publish(JSON.stringify({ hours: 20 }));
  await publish(JSON.stringify({ hours: 30 }));
  expect((await taken("heard")).map((body) => JSON.parse(body).Message)).toEqual(['{"hours":30}']);
  await expect(set("FilterPolicy", "{")).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("removes a subscription's filter by an empty one, as AWS does", async () => {
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const { SubscriptionArn } = Subscriptions!.find(({ Endpoint }) => Endpoint === arn("sqs", "heard"))!;
  const set = (AttributeValue: string) =>
    sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: "FilterPolicy",
        AttributeValue,
      }),
    );
  const { Attributes: before } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  await expect(set("")).rejects.toMatchObject({ name: "InvalidParameterException" });
  await set("{}");
  await publish("for all");
  expect((await taken("heard")).map((body) => JSON.parse(body).Message)).toEqual(["for all"]);
  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  expect(Attributes).not.toHaveProperty("FilterPolicy");
  await set(before!.FilterPolicy!);
});

test("shows the template's topics", async () => {
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn }]);
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({ DisplayName: "Alerts", KmsMasterKeyId: expect.any(String) });
});

test("refuses what AWS refuses: no such topic, no message, one that is too long", async () => {
  const none = sns.send(new PublishCommand({ TopicArn: arn("sns", "none"), Message: "x" }));
  await expect(none).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(publish("")).rejects.toMatchObject({ name: "InvalidParameterException" });
  await expect(publish("x".repeat(262_145))).rejects.toThrow("Message too long");
  await expect(sns.send(new CreateTopicCommand({ Name: "own" }))).rejects.toThrow("CreateTopic");
});

test("publishes nothing that its key can't encrypt", async () => {
  const kms = new KMSClient(it.client);
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  const KeyId = Attributes!.KmsMasterKeyId;
  await kms.send(new DisableKeyCommand({ KeyId }));
  await expect(publish("never")).rejects.toMatchObject({ name: "KMSDisabledException" });
  await kms.send(new EnableKeyCommand({ KeyId }));
  await publish("again");
});
