import type { Operation } from "./operation.ts";
import { changeMessageVisibility } from "./operations/changeMessageVisibility.ts";
import { deleteMessage, deleteMessageBatch } from "./operations/deleteMessage.ts";
import { getQueueAttributes } from "./operations/getQueueAttributes.ts";
import { getQueueUrl } from "./operations/getQueueUrl.ts";
import { listQueues } from "./operations/listQueues.ts";
import { purgeQueue } from "./operations/purgeQueue.ts";
import { receiveMessage } from "./operations/receiveMessage.ts";
import { sendMessage } from "./operations/sendMessage.ts";
import { sendMessageBatch } from "./operations/sendMessageBatch.ts";

export const operations: Record<string, Operation> = {
  ChangeMessageVisibility: changeMessageVisibility,
  DeleteMessage: deleteMessage,
  DeleteMessageBatch: deleteMessageBatch,
  GetQueueAttributes: getQueueAttributes,
  GetQueueUrl: getQueueUrl,
  ListQueues: listQueues,
  PurgeQueue: purgeQueue,
  ReceiveMessage: receiveMessage,
  SendMessage: sendMessage,
  SendMessageBatch: sendMessageBatch,
};
