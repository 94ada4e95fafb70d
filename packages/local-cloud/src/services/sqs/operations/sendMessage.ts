import * as v from "valibot";
import { md5, md5OfAttributes } from "../message.ts";
import { longestDelaySeconds, messageAttributes, operation, queueUrl, seconds } from "../operation.ts";
import { requireText } from "../text.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const sendMessage = operation(
  v.object({
    QueueUrl: queueUrl,
    MessageBody: v.string(),
    DelaySeconds: v.optional(seconds(longestDelaySeconds)),
    MessageAttributes: messageAttributes,
  }),
  ({ QueueUrl, MessageBody, DelaySeconds, MessageAttributes }, { queues, caller }) => {
    requireText(MessageBody);
    const { id } = queues.find(QueueUrl).send({
      body: MessageBody,
      attributes: MessageAttributes,
      delaySeconds: DelaySeconds,
      senderId: caller.accountId,
    });
    return {
      MessageId: id,
      MD5OfMessageBody: md5(MessageBody),
      MD5OfMessageAttributes: md5OfAttributes(MessageAttributes),
    };
  },
);
