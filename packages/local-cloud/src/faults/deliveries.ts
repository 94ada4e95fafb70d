import { setTimeout as delay } from "node:timers/promises";
import type { Strikable, Strike } from "./faults.ts";

export interface Deliveries {
  /** Delivers once, unless a fault loses, doubles or holds it. Rejects with what delivering throws. */
  send(at: Strikable, deliver: () => Promise<unknown>): Promise<void>;
}

/** Nothing follows: what was held back for it goes all the same. */
const longestHoldMs = 1000;

/** Deliveries as EventBridge, streams and asynchronous invocations make them: at least once, most often once, in order. */
export function createDeliveries({ strike }: Strike): Deliveries {
  const held = new Map<string, AbortController>();

  async function hold(key: string): Promise<void> {
    const next = new AbortController();
    held.set(key, next);
    await delay(longestHoldMs, undefined, { signal: next.signal }).catch(() => {});
    if (held.get(key) === next) held.delete(key);
  }

  return {
    async send(at, deliver) {
      if (strike("lose", at)) return;
      const key = JSON.stringify([at.service, at.resources]);
      const overtaken = held.get(key);
      held.delete(key);
      if (strike("reorder", at) && !overtaken) await hold(key);
      try {
        await deliver();
        if (strike("double", at)) await deliver();
      } finally {
        overtaken?.abort();
      }
    },
  };
}
