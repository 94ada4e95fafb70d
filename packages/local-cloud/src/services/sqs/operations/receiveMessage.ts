import * as v from "valibot";
import { type Message, md5, md5OfAttributes } from "../message.ts";
import { longestVisibilitySeconds, operation, queueUrl, seconds } from "../operation.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export const receiveMessage = operation(
  v.object({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)), 1),
    VisibilityTimeout: v.optional(seconds(longestVisibilitySeconds)),
    WaitTimeSeconds: v.optional(seconds(20)),
    AttributeNames: v.optional(v.array(v.string()), []),
    MessageSystemAttributeNames: v.optional(v.array(v.string()), []),
    MessageAttributeNames: v.optional(v.array(v.string()), []),
  }),
  async (input, { queues, clock }) => {
    const queue = queues.find(input.QueueUrl);
    const { visibilitySeconds, waitSeconds } = queue.settings;
    const visibility = input.VisibilityTimeout ?? visibilitySeconds;
    const until = clock.now().getTime() + (input.WaitTimeSeconds ?? waitSeconds) * 1000;
    let received = queue.receive(input.MaxNumberOfMessages, visibility);
    for (let left = secondsTo(until); received.length === 0 && left > 0; left = secondsTo(until)) {
      await queue.waitForMessage(left);
      received = queue.receive(input.MaxNumberOfMessages, visibility);
    }
    const system = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
    const shown = received.map((message) => view(message, system, input.MessageAttributeNames));
    return shown.length === 0 ? {} : { Messages: shown };

    function secondsTo(ms: number): number {
      return (ms - clock.now().getTime()) / 1000;
    }
  },
);

function view(message: Message, system: string[], custom: string[]): object {
  const all: Record<string, string> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  };
  const Attributes = Object.fromEntries(
    Object.entries(all).filter(([name]) => system.includes("All") || system.includes(name)),
  );
  const MessageAttributes = Object.fromEntries(
    Object.entries(message.attributes).filter(([name]) => custom.some((asked) => isAsked(asked, name))),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(Attributes).length > 0 && { Attributes }),
    ...(Object.keys(MessageAttributes).length > 0 && {
      MessageAttributes,
      MD5OfMessageAttributes: md5OfAttributes(MessageAttributes),
    }),
  };
}

function isAsked(asked: string, name: string): boolean {
  if (asked === "All" || asked === ".*") return true;
  return asked.endsWith(".*") ? name.startsWith(asked.slice(0, -2)) : asked === name;
}
