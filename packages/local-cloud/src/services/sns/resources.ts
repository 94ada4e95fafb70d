import { AwsError } from "../../errors.ts";
import type { Place, ResourceHandler, ResourceRemover } from "../../service.ts";
import type { Subscriptions } from "./subscriptions.ts";
import type { Subscription, Topic } from "./topic.ts";

/** Topic policies by where they are written. */
export type TopicPolicies = Map<
  string,
  { document: { Version?: string; Statement: unknown }; topics: string[] }
>;

interface Deps {
  place: Place;
  topics: Map<string, Topic>;
  policies: TopicPolicies;
  subscriptions: Subscriptions;
  /** Hears of a new subscription that its endpoint has to confirm. */
  onPending(subscription: Subscription): void;
}

const ofSubscription = ["FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy"];

export function snsResources({ place, topics, policies, subscriptions, onPending }: Deps): {
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
} {
  function subscribe(topicArn: string, source: string, properties: Record<string, any>): Subscription {
    const known = new Set(subscriptions.list().map(({ arn }) => arn));
    const subscription = subscriptions.add({
      topicArn,
      protocol: properties.Protocol,
      endpoint: properties.Endpoint,
      owner: place.accountId,
      attributes: Object.fromEntries(ofSubscription.map((name) => [name, properties[name]])),
      source,
    });
    // What the template had there before.
    subscriptions.removeWhere((one) => one.source === source && one.arn !== subscription.arn);
    if (!known.has(subscription.arn)) onPending(subscription);
    return subscription;
  }

  function dropTopic(source: string): void {
    for (const [arn, topic] of topics) {
      if (topic.source !== source) continue;
      topics.delete(arn);
      subscriptions.removeWhere((one) => one.topicArn === arn);
    }
  }

  return {
    resources: {
      async "AWS::SNS::Topic"({ properties, physicalId, stackName, logicalId }) {
        if (properties.FifoTopic === true) {
          throw new AwsError(
            "InvalidParameter",
            `${logicalId}: the local cloud's SNS has standard topics only, no FIFO topic.`,
          );
        }
        const name: string = properties.TopicName ?? physicalId.slice(-256);
        const arn = `arn:${place.partition}:sns:${place.region}:${place.accountId}:${name}`;
        const source = `${stackName}/${logicalId}`;
        for (const topic of topics.values()) {
          if (topic.source === source && topic.arn !== arn) dropTopic(source);
        }
        const {
          DisplayName: displayName = "",
          KmsMasterKeyId: kmsKey,
          Subscription: inline = [],
        } = properties;
        topics.set(arn, { name, arn, displayName, source, ...(kmsKey !== undefined && { kmsKey }) });
        const named = new Set(inline.map((_: unknown, index: number) => `${source}/${index}`));
        subscriptions.removeWhere(
          (one) => one.source?.startsWith(`${source}/`) === true && !named.has(one.source),
        );
        for (const [index, one] of inline.entries()) subscribe(arn, `${source}/${index}`, one);
        return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
      },
      async "AWS::SNS::TopicPolicy"({ properties, physicalId, stackName, logicalId }) {
        policies.set(`${stackName}/${logicalId}`, {
          document: properties.PolicyDocument,
          topics: properties.Topics ?? [],
        });
        return { ref: physicalId, attributes: { Id: physicalId } };
      },
      async "AWS::SNS::Subscription"({ properties, stackName, logicalId }) {
        const { arn } = subscribe(properties.TopicArn, `${stackName}/${logicalId}`, properties);
        return { ref: arn, attributes: { Arn: arn } };
      },
    },
    removers: {
      "AWS::SNS::Topic": async ({ source }) => dropTopic(source),
      "AWS::SNS::TopicPolicy": async ({ source }) => void policies.delete(source),
      "AWS::SNS::Subscription": async ({ source }) =>
        subscriptions.removeWhere((one) => one.source === source),
    },
  };
}
