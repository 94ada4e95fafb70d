import { arnOf, type Mapping } from "./mapping.ts";

// A batch needs the permission of the single operation.
const SINGLE: Record<string, string> = {
  SendMessageBatch: "SendMessage",
  DeleteMessageBatch: "DeleteMessage",
  ChangeMessageVisibilityBatch: "ChangeMessageVisibility",
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
export const sqs: Mapping = (operation, input, place) => {
  const name = input.QueueName ?? input.QueueUrl?.split("/").at(-1);
  const resource = typeof name === "string" ? arnOf(place, "sqs", name) : "*";
  return [{ action: `sqs:${SINGLE[operation] ?? operation}`, resource }];
};
