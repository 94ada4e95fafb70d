import * as v from "valibot";
import { operation, queueUrl } from "../operation.ts";
import type { Queue } from "../queue.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const getQueueAttributes = operation(
  v.object({ QueueUrl: queueUrl, AttributeNames: v.optional(v.array(v.string()), []) }),
  ({ QueueUrl, AttributeNames }, { queues }) => {
    const queue = queues.find(QueueUrl);
    const policy = queues.resourcePolicy(queue.arn);
    const all = { ...attributesOf(queue), ...(policy && { Policy: JSON.stringify(policy) }) };
    return {
      Attributes: Object.fromEntries(
        Object.entries(all).filter(
          ([name]) => AttributeNames.includes("All") || AttributeNames.includes(name),
        ),
      ),
    };
  },
);

function attributesOf({ arn, createdAt, settings, counts }: Queue): Record<string, string> {
  const { visible, inFlight, delayed } = counts();
  const created = String(Math.floor(createdAt.getTime() / 1000));
  return {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    DelaySeconds: String(settings.delaySeconds),
    MaximumMessageSize: String(settings.maximumMessageSize),
    MessageRetentionPeriod: String(settings.retentionSeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.waitSeconds),
    VisibilityTimeout: String(settings.visibilitySeconds),
    ...(settings.redrive && { RedrivePolicy: JSON.stringify(settings.redrive) }),
    ...(settings.kmsKey && { KmsMasterKeyId: settings.kmsKey }),
  };
}
