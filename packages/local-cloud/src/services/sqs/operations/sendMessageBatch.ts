import * as v from "valibot";
import { inBatch } from "../batch.ts";
import {
  batchEntryId,
  longestDelaySeconds,
  messageAttributes,
  operation,
  queueUrl,
  seconds,
} from "../operation.ts";
import { sendMessage } from "./sendMessage.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const sendMessageBatch = operation(
  v.object({
    QueueUrl: queueUrl,
    Entries: v.array(
      v.object({
        Id: batchEntryId,
        MessageBody: v.string(),
        DelaySeconds: v.optional(seconds(longestDelaySeconds)),
        MessageAttributes: messageAttributes,
      }),
    ),
  }),
  ({ QueueUrl, Entries }, deps) => {
    deps.queues.find(QueueUrl);
    return inBatch(Entries, (entry) => sendMessage.run({ QueueUrl, ...entry }, deps));
  },
);
