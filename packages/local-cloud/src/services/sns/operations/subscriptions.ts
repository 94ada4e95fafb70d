import { AwsError } from "../../../errors.ts";
import { element } from "../../../xml.ts";
import { entriesOf, type Operation, required } from "../operation.ts";
import type { Subscription } from "../topic.ts";

/** An address has to confirm first: its token is in the local inbox. https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export const subscribe: Operation = (input, { find, place, subscriptions, askToConfirm }) => {
  const { arn: topicArn } = find(required(input, "TopicArn"));
  const subscription = subscriptions.add({
    topicArn,
    protocol: required(input, "Protocol"),
    endpoint: input.get("Endpoint") ?? "",
    owner: place.accountId,
    attributes: entriesOf(input, "Attributes"),
  });
  askToConfirm(subscription);
  const told =
    input.get("ReturnSubscriptionArn") === "true"
      ? subscription.arn
      : shownArn(subscription, "pending confirmation");
  return element("SubscriptionArn", told);
};

export const confirmSubscription: Operation = (input, { find, subscriptions }) => {
  const { arn } = find(required(input, "TopicArn"));
  return element("SubscriptionArn", subscriptions.confirm(arn, required(input, "Token")).arn);
};

export const unsubscribe: Operation = (input, { subscriptions }) => {
  subscriptions.remove(required(input, "SubscriptionArn"));
  return "";
};

export const listSubscriptions: Operation = (_, { subscriptions }) => listed(subscriptions.list());

export const listSubscriptionsByTopic: Operation = (input, { find, subscriptions }) =>
  listed(subscriptions.ofTopic(find(required(input, "TopicArn")).arn));

export const getSubscriptionAttributes: Operation = (input, { subscriptions }) => {
  const one = subscriptions.find(required(input, "SubscriptionArn"));
  const attributes: Record<string, string | undefined> = {
    SubscriptionArn: one.arn,
    TopicArn: one.topicArn,
    Owner: one.owner,
    Protocol: one.protocol,
    Endpoint: one.endpoint,
    PendingConfirmation: String(one.token !== undefined),
    RawMessageDelivery: String(one.rawMessageDelivery ?? false),
    FilterPolicy: one.filterPolicy && JSON.stringify(one.filterPolicy),
    FilterPolicyScope: one.filterPolicy && (one.filterPolicyScope ?? "MessageAttributes"),
    RedrivePolicy: one.deadLetterArn && JSON.stringify({ deadLetterTargetArn: one.deadLetterArn }),
  };
  return `<Attributes>${entriesIn(attributes)}</Attributes>`;
};

export const setSubscriptionAttributes: Operation = (input, { subscriptions }) => {
  const name = required(input, "AttributeName");
  if (!settable.has(name)) throw new AwsError("InvalidParameter", `Invalid parameter: AttributeName`);
  subscriptions.setAttribute(required(input, "SubscriptionArn"), name, input.get("AttributeValue") ?? "");
  return "";
};

const settable = new Set(["FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy"]);

export const entriesIn = (attributes: Record<string, string | undefined>): string =>
  Object.entries(attributes)
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([key, value]) => `<entry>${element("key", key)}${element("value", value)}</entry>`)
    .join("");

const shownArn = ({ arn, token }: Subscription, pending: string) => (token === undefined ? arn : pending);

const listed = (all: Subscription[]) =>
  `<Subscriptions>${all
    .map(
      (one) =>
        `<member>${[
          element("TopicArn", one.topicArn),
          element("Protocol", one.protocol),
          element("SubscriptionArn", shownArn(one, "PendingConfirmation")),
          element("Owner", one.owner),
          element("Endpoint", one.endpoint),
        ].join("")}</member>`,
    )
    .join("")}</Subscriptions>`;
