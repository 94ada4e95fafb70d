import { isArn, type Mapping } from "./mapping.ts";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const sns: Mapping = (operation, input) => {
  const action = `sns:${operation === "PublishBatch" ? "Publish" : operation}`;
  const subscription = isArn(input.SubscriptionArn) && input.SubscriptionArn.split(":").slice(0, 6).join(":");
  const resource = [input.TopicArn, input.TargetArn, input.ResourceArn, subscription].find(isArn);
  return [{ action, resource: resource ?? "*" }];
};
