import type { FilterScope } from "./filterPolicy.ts";

export interface Topic {
  name: string;
  arn: string;
  displayName: string;
  kmsKey?: string;
  /** `<stack>/<logical id>` */
  source: string;
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-event-destinations.html: those that are delivered to here. */
export const protocols = ["email", "email-json", "lambda", "sqs"] as const;
export type SubscriptionProtocol = (typeof protocols)[number];

export interface Subscription {
  arn: string;
  topicArn: string;
  protocol: SubscriptionProtocol;
  endpoint: string;
  owner: string;
  /** What confirms it: whoever reads the endpoint's mail has to. Absent once that was done. */
  token?: string;
  rawMessageDelivery?: boolean;
  filterPolicy?: Record<string, unknown>;
  filterPolicyScope?: FilterScope;
  deadLetterArn?: string;
  /** Where it is the template's. */
  source?: string;
}

export interface MessageAttribute {
  /** `String`, `Number`, `String.Array` or `Binary`. */
  type: string;
  /** Base64, where it is binary. */
  value: string;
}

export interface Notice {
  message: string;
  subject?: string;
  attributes?: Record<string, MessageAttribute>;
  /** Another text for some protocols: `MessageStructure` json. */
  byProtocol?: Record<string, string>;
}
