import * as v from "valibot";
import { operation } from "../operation.ts";

export const listQueues = operation(
  v.object({ QueueNamePrefix: v.optional(v.string(), "") }),
  ({ QueueNamePrefix }, { queues }) => ({
    QueueUrls: queues
      .list()
      .filter(({ name }) => name.startsWith(QueueNamePrefix))
      .map(queues.urlOf)
      .sort(),
  }),
);
