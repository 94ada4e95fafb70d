/** How often, and how long, EventBridge tries a target that fails. */
export interface RetryPolicy {
  maximumEventAgeSeconds: number;
  maximumRetryAttempts: number;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
export const usualRetryPolicy: RetryPolicy = { maximumEventAgeSeconds: 86_400, maximumRetryAttempts: 185 };

const firstBackoffMs = 1000;
/** AWS doesn't publish it. With this one, 185 attempts take a day, on the average. */
const longestBackoffMs = 900_000;

/**
 * Exponential backoff with full jitter.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @param retries how many there were
 * @param random between 0 and 1
 */
export const backoffMs = (retries: number, random: number): number =>
  Math.ceil(random * Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(retries, 30)));
