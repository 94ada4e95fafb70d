import type { HttpReply } from "./service.ts";

/** What a topic was told, what would have been mailed, and what would have gone to whatever isn't run here. */
export interface Told {
  /** ISO 8601, by the cloud's clock. */
  at: string;
  /** The topic's or queue's ARN. */
  arn: string;
  message: string;
  /** Where it would be mailed to. */
  mailTo?: string;
}

export interface Topics {
  tell(arn: string, message: string, mailTo?: string): void;
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
    tell(arn, message, mailTo) {
      const told = { at: now().toISOString(), arn, message, ...(mailTo !== undefined && { mailTo }) };
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
