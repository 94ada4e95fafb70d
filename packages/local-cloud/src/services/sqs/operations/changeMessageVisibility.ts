import * as v from "valibot";
import { longestVisibilitySeconds, operation, queueUrl, receiptHandle, seconds } from "../operation.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export const changeMessageVisibility = operation(
  v.object({
    QueueUrl: queueUrl,
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: seconds(longestVisibilitySeconds),
  }),
  ({ QueueUrl, ReceiptHandle, VisibilityTimeout }, { queues }) => {
    queues.find(QueueUrl).changeVisibility(ReceiptHandle, VisibilityTimeout);
    return {};
  },
);
