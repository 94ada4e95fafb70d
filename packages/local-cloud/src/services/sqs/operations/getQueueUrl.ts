import * as v from "valibot";
import { operation } from "../operation.ts";

export const getQueueUrl = operation(v.object({ QueueName: v.string() }), ({ QueueName }, { queues }) => ({
  QueueUrl: queues.urlOf(queues.find(QueueName)),
}));
