import * as v from "valibot";
import { operation, queueUrl } from "../operation.ts";

export const purgeQueue = operation(v.object({ QueueUrl: queueUrl }), ({ QueueUrl }, { queues }) => {
  queues.find(QueueUrl).purge();
  return {};
});
