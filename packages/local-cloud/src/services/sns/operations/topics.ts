import { element } from "../../../xml.ts";
import { type Operation, required } from "../operation.ts";
import { entriesIn } from "./subscriptions.ts";

export const listTopics: Operation = (_, { topics }) =>
  `<Topics>${[...topics.keys()]
    .sort()
    .map((arn) => `<member>${element("TopicArn", arn)}</member>`)
    .join("")}</Topics>`;

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export const getTopicAttributes: Operation = (input, { find, place, policies, subscriptions }) => {
  const topic = find(required(input, "TopicArn"));
  const all = subscriptions.ofTopic(topic.arn);
  const pending = all.filter(({ token }) => token !== undefined).length;
  const policy = [...policies.values()].filter(({ topics }) => topics.includes(topic.arn)).at(-1);
  return `<Attributes>${entriesIn({
    TopicArn: topic.arn,
    Owner: place.accountId,
    DisplayName: topic.displayName,
    KmsMasterKeyId: topic.kmsKey,
    Policy: policy && JSON.stringify(policy.document),
    SubscriptionsConfirmed: String(all.length - pending),
    SubscriptionsPending: String(pending),
    SubscriptionsDeleted: "0",
  })}</Attributes>`;
};
