import type { HttpReply } from "./service.ts";

/** What would have gone to an SNS topic, an SQS queue or whatever else isn't run here. */
export interface Told {
  /** ISO 8601, by the cloud's clock. */
  at: string;
  /** The topic's or queue's ARN. */
  arn: string;
  message: string;
}

export interface Topics {
  tell(arn: string, message: string): void;
  /** Newest first. */
  messages(): Told[];
  /** All of them, as JSON. */
  page(): HttpReply;
}

const mostMessages = 200;

/** Keeps the newest of what would have been sent, so that a developer sees an alert as its receivers would. */
export function createTopics(now: () => Date, onMessage: (told: Told) => void): Topics {
  let messages: Told[] = [];
  return {
    tell(arn, message) {
      const told = { at: now().toISOString(), arn, message };
      messages = [told, ...messages].slice(0, mostMessages);
      onMessage(told);
    },
    messages: () => messages,
    page: () => ({
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(messages),
    }),
  };
}
