import type { MessageAttribute, Notice, Subscription } from "./topic.ts";

export interface Published extends Notice {
  id: string;
  topicArn: string;
  at: Date;
}

/** The text for a protocol. */
export const textFor = ({ message, byProtocol }: Notice, protocol: string): string =>
  byProtocol?.[protocol] ?? byProtocol?.default ?? message;

const attributesIn = (attributes: Record<string, MessageAttribute> = {}) =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, { type, value }]) => [name, { Type: type, Value: value }]),
  );

/**
 * What a queue gets, unless it wants the bare message. Nobody here has SNS's key, so there is no signature.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function notification(published: Published, { protocol }: Subscription): object {
  const { id, topicArn, at, subject, attributes = {} } = published;
  return {
    Type: "Notification",
    MessageId: id,
    TopicArn: topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: textFor(published, protocol),
    Timestamp: at.toISOString(),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributesIn(attributes) }),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
export function lambdaEvent(published: Published, subscription: Subscription): object {
  const { subject = null, attributes } = published;
  return {
    Records: [
      {
        EventVersion: "1.0",
        EventSubscriptionArn: subscription.arn,
        EventSource: "aws:sns",
        Sns: {
          ...notification(published, subscription),
          Subject: subject,
          MessageAttributes: attributesIn(attributes),
        },
      },
    ],
  };
}
