import type { Operation } from "./operation.ts";
import { publish } from "./operations/publish.ts";
import {
  confirmSubscription,
  getSubscriptionAttributes,
  listSubscriptions,
  listSubscriptionsByTopic,
  setSubscriptionAttributes,
  subscribe,
  unsubscribe,
} from "./operations/subscriptions.ts";
import { getTopicAttributes, listTopics } from "./operations/topics.ts";

export const operations: Record<string, Operation> = {
  ConfirmSubscription: confirmSubscription,
  GetSubscriptionAttributes: getSubscriptionAttributes,
  GetTopicAttributes: getTopicAttributes,
  ListSubscriptions: listSubscriptions,
  ListSubscriptionsByTopic: listSubscriptionsByTopic,
  ListTopics: listTopics,
  Publish: publish,
  SetSubscriptionAttributes: setSubscriptionAttributes,
  Subscribe: subscribe,
  Unsubscribe: unsubscribe,
};
