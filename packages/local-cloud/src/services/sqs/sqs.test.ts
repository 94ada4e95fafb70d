import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing.ts";

let it: TestCloud;
let sqs: SQSClient;
let QueueUrl: string;

const stacks = {
  Queues: {
    Resources: {
      Work: {
        Type: "AWS::SQS::Queue",
        Properties: {
          QueueName: "work",
          VisibilityTimeout: 60,
          RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 2 },
        },
      },
      Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead", MessageRetentionPeriod: 3600 } },
    },
    Outputs: { Url: { Value: { Ref: "Work" } } },
  },
};

beforeAll(async () => {
  it = await startTestCloud(stacks);
  sqs = new SQSClient(it.client);
  QueueUrl = it.cloud.outputs.Queues!.Url!;
});
afterEach(() => sqs.send(new PurgeQueueCommand({ QueueUrl })));
afterAll(() => it.stop());

const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const receive = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
const pass = (seconds: number) =>
  it.cloud.clock.advance(new Date(it.cloud.clock.now().getTime() + seconds * 1000));
const named = (name: string) => ({ name, message: expect.any(String) });

test("is found by its name", async () => {
  expect(await sqs.send(new GetQueueUrlCommand({ QueueName: "work" }))).toMatchObject({ QueueUrl });
  expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "wo" }))).QueueUrls).toEqual([QueueUrl]);
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: "none" }))).rejects.toMatchObject(
    named("QueueDoesNotExist"),
  );
});

describe("a message", () => {
  test("comes with its attributes, checked by the SDK, and is hidden until it is deleted", async () => {
    const MessageAttributes = {
      Text: { DataType: "String", StringValue: "grün" },
      Bytes: { DataType: "Binary", BinaryValue: Buffer.from([1, 2, 3]) },
    };
    const sent = await sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody: "hello", MessageAttributes }),
    );
    const [message] = await receive({ MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All"] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: "hello",
      Attributes: { ApproximateReceiveCount: "1", SenderId: "123456789012" },
      MessageAttributes: {
        Text: { StringValue: "grün" },
        Bytes: { BinaryValue: new Uint8Array([1, 2, 3]) },
      },
      // As another implementation of the rule gives it.
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
    });
    expect(await receive()).toEqual([]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message!.ReceiptHandle }));
    await pass(61);
    expect(await receive()).toEqual([]);
  });

  test("is seen again when its time is over, by the cloud's clock, and only its newest receipt deletes it", async () => {
    await send("again");
    const [first] = await receive();
    await pass(61);
    const [second] = await receive({ MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
    expect(second).toMatchObject({ Body: "again", Attributes: { ApproximateReceiveCount: "2" } });
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first!.ReceiptHandle }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "1",
      VisibilityTimeout: "60",
    });
  });

  test("can be given back at once", async () => {
    await send("back");
    const [{ ReceiptHandle } = {}] = await receive();
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    expect(await receive()).toMatchObject([{ Body: "back" }]);
  });

  test("goes to the dead-letter queue when it was received too often, and isn't kept there for ever", async () => {
    await send("poison");
    for (let n = 0; n < 2; n++) {
      expect(await receive()).toHaveLength(1);
      await pass(61);
    }
    expect(await receive()).toEqual([]);
    const dead = { QueueUrl: QueueUrl.replace(/work$/, "dead"), VisibilityTimeout: 0 };
    expect(await receive(dead)).toMatchObject([{ Body: "poison" }]);
    await pass(3600);
    expect(await receive(dead)).toEqual([]);
  });

  test("outlives the cloud", async () => {
    await send("kept");
    await it.restart();
    sqs = new SQSClient(it.client);
    QueueUrl = it.cloud.outputs.Queues!.Url!;
    expect(await receive()).toMatchObject([{ Body: "kept" }]);
  });
});

test("waits for a message where that is asked", async () => {
  const [waiting] = [receive({ WaitTimeSeconds: 20 }), await send("late")];
  expect(await waiting).toMatchObject([{ Body: "late" }]);
  const empty = receive({ WaitTimeSeconds: 20 });
  await pass(21);
  expect(await empty).toEqual([]);
});

test("takes and deletes several at once, each for itself", async () => {
  const { Successful, Failed } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: "a", MessageBody: "one" },
        { Id: "b", MessageBody: "x".repeat(1_048_577) },
      ],
    }),
  );
  expect(Successful).toMatchObject([{ Id: "a" }]);
  expect(Failed).toMatchObject([{ Id: "b", SenderFault: true, Code: "InvalidParameterValue" }]);
  const [message] = await receive();
  const Entries = [{ Id: "1", ReceiptHandle: message!.ReceiptHandle }];
  const deleted = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  expect(deleted.Successful).toEqual([{ Id: "1" }]);
  const twice = [...Entries, ...Entries];
  await expect(sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: twice }))).rejects.toMatchObject(
    named("BatchEntryIdsNotDistinct"),
  );
});

test("refuses what isn't text, and operations it hasn't by their name", async () => {
  await expect(send("\u0000")).rejects.toMatchObject(named("InvalidMessageContents"));
  await expect(sqs.send(new CreateQueueCommand({ QueueName: "own" }))).rejects.toMatchObject({
    name: "UnknownOperationException",
    message: expect.stringContaining("CreateQueue"),
  });
});

test("has no FIFO queues, and says so", async () => {
  const Own = { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true } };
  await expect(startTestCloud({ Fifo: { Resources: { Own } } })).rejects.toThrow("no FIFO queue");
});
