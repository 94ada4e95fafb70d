import { setTimeout as delay } from "node:timers/promises";

export interface Clock {
  now(): Date;
  /** Waits; rejects at once when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
};

/**
 * Waits between polls: short at first, as local answers come at once, then longer, as AWS's take minutes.
 * Yields the milliseconds: 0.2 s growing by half up to 5 s.
 */
export function* pauses(): Generator<number, never> {
  let pause = 200;
  for (;;) {
    yield Math.round(pause);
    pause = Math.min(pause * 1.5, 5000);
  }
}
