import * as v from "valibot";
import { inBatch } from "../batch.ts";
import { batchEntryId, operation, queueUrl, receiptHandle } from "../operation.ts";

/**
 * A receipt handle that is no longer the newest deletes nothing, and the call succeeds.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 */
export const deleteMessage = operation(
  v.object({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }),
  ({ QueueUrl, ReceiptHandle }, { queues }) => {
    queues.find(QueueUrl).delete(ReceiptHandle);
    return {};
  },
);

export const deleteMessageBatch = operation(
  v.object({
    QueueUrl: queueUrl,
    Entries: v.array(v.object({ Id: batchEntryId, ReceiptHandle: receiptHandle })),
  }),
  ({ QueueUrl, Entries }, deps) => {
    deps.queues.find(QueueUrl);
    return inBatch(Entries, ({ ReceiptHandle }) => deleteMessage.run({ QueueUrl, ReceiptHandle }, deps));
  },
);
