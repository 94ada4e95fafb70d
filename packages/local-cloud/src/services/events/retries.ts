import type { CloudClock } from "../../clock.ts";
import type { Records } from "../../records.ts";
import { type Failure, failureOf } from "./failure.ts";
import { backoffMs } from "./retryPolicy.ts";
import type { Target } from "./target.ts";

/** An event on its way to a target of a rule. */
export interface Delivery {
  id: string;
  ruleName: string;
  ruleArn: string;
  target: Target;
  /** What the target gets. */
  payload: string;
  /** What the rule matched. */
  event: object;
  /** Epoch milliseconds. */
  receivedAt: number;
  retries: number;
  nextAt: number;
}

interface Deps {
  stored: Records<Delivery>;
  clock: CloudClock;
  random(): number;
  attempt(delivery: Delivery): Promise<void>;
  /** Hands over what is given up to the target's dead-letter queue. */
  bury(delivery: Delivery, failure: Failure, exhausted: string | undefined): void;
  log(message: string): void;
}

export interface Retries {
  /** Delivers; what fails is kept in a file until it was delivered or given up. */
  deliver(delivery: Delivery): Promise<void>;
  /** Goes on with what was kept when the cloud stopped. */
  resume(): void;
  stop(): void;
}

/**
 * EventBridge's own retries, for targets of any kind: up to a day and 185 times, further and further apart.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
export function createRetries({ stored, clock, random, attempt, bury, log }: Deps): Retries {
  const armed = new Map<string, () => void>();
  let stopped = false;

  async function deliver(delivery: Delivery): Promise<void> {
    try {
      await attempt(delivery);
    } catch (error) {
      // What fails because everything stops is tried again at the next start.
      if (stopped) stored.save(delivery);
      else failed(delivery, failureOf(error as Error));
      return;
    }
    forget(delivery);
  }

  function failed(delivery: Delivery, failure: Failure): void {
    const { ruleName, target, retries, receivedAt } = delivery;
    log(`${ruleName} → ${target.arn}: ${failure.message}`);
    const { maximumRetryAttempts, maximumEventAgeSeconds } = target.retryPolicy;
    const nextAt = clock.now().getTime() + backoffMs(retries, random());
    const exhausted =
      retries >= maximumRetryAttempts
        ? "MaximumRetryAttempts"
        : nextAt - receivedAt > maximumEventAgeSeconds * 1000
          ? "MaximumEventAgeInSeconds"
          : undefined;
    if (failure.isRetried && !exhausted) {
      const next = { ...delivery, retries: retries + 1, nextAt };
      stored.save(next);
      arm(next);
      return;
    }
    log(`${ruleName} → ${target.arn}: given up after ${retries} retries`);
    bury(delivery, failure, failure.isRetried ? exhausted : undefined);
    forget(delivery);
  }

  function forget({ id }: Delivery): void {
    if (stored.get(id)) stored.remove(id);
  }

  function arm(delivery: Delivery): void {
    if (stopped) return;
    const cancel = clock.at(new Date(delivery.nextAt), () => {
      armed.delete(delivery.id);
      void clock.work(deliver(delivery));
    });
    armed.set(delivery.id, cancel);
  }

  return {
    deliver,
    resume() {
      for (const delivery of stored.list()) arm(delivery);
    },
    stop() {
      stopped = true;
      for (const cancel of armed.values()) cancel();
    },
  };
}
