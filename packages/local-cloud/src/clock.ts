import { setImmediate } from "node:timers/promises";
import type { JsonFile } from "./jsonFile.ts";
import type { Clock } from "./service.ts";

/** The one clock of the local cloud. It runs as the machine's does, and can be advanced. */
export interface CloudClock extends Clock {
  /** How far it is ahead of the machine's clock, in milliseconds. */
  readonly aheadMs: number;
  /**
   * Runs something once, when the clock gets there; gives what cancels it. What fails is the caller's to handle.
   * @param what for people who ask what falls due next, such as "backup rule daily"; nothing for what isn't their business
   */
  at(when: Date, run: () => void, what?: string): () => void;
  /** Resolves when so many milliseconds of this clock have passed. Rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Counts as under way until it settles: the clock isn't advanced meanwhile. What waits for the clock itself
   * must not be in it, or neither would end.
   */
  work<T>(task: Promise<T>): Promise<T>;
  /** What falls due, with its date, in order: what `at` was given a name for. */
  due(): Due[];
  /** When the next of what `at` and `sleep` wait for falls due. */
  nextDue(): Date | undefined;
  /**
   * Goes from one thing due to the next until it shows `to`, each time waiting until nothing is under way.
   * What is due is done in order, at its time. Throws the signal's reason when it is aborted: the clock then stays
   * where it got to.
   */
  advance(to: Date, options?: { signal?: AbortSignal; onInstant?(now: Date): void }): Promise<void>;
  /** Cancels all that waits: nothing of it is run any more. An advance under way ends with an error. */
  stop(): void;
}

export interface Due {
  at: Date;
  what: string;
}

interface Timer {
  at: number;
  run: () => void;
  what?: string;
}

// setTimeout can't wait longer; and a machine that slept is noticed within this.
const longestTimerMs = 60_000;
/** So many turns of the event loop without work under way, and whatever was to follow has begun. */
const quietTurns = 25;

/**
 * @param file how far ahead the clock is: it never goes back, a restart included
 * @param machineNow the machine's time, epoch milliseconds
 */
export function createClock(file: JsonFile<{ aheadMs: number }>, machineNow: () => number): CloudClock {
  const timers = new Set<Timer>();
  const working = new Set<Promise<unknown>>();
  let timeout: NodeJS.Timeout | undefined;
  let advancing: Promise<void> | undefined;
  const stopping = new AbortController();
  const nowMs = () => machineNow() + file.value.aheadMs;

  function earliest(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) if (!first || timer.at < first.at) first = timer;
    return first;
  }

  function arm(): void {
    clearTimeout(timeout);
    const next = earliest();
    if (!next || advancing || stopping.signal.aborted) return;
    timeout = setTimeout(runDue, Math.min(Math.max(0, next.at - nowMs()), longestTimerMs));
  }

  function runDue(): void {
    for (let next = earliest(); next && next.at <= nowMs(); next = earliest()) {
      timers.delete(next);
      next.run();
    }
    arm();
  }

  async function quiet(): Promise<void> {
    for (let turns = 0; turns < quietTurns; turns++) {
      if (working.size > 0) {
        await Promise.allSettled(working);
        turns = 0;
      }
      await setImmediate();
    }
  }

  function set(ms: number): void {
    // Work takes real time, in which the clock runs on: it may be past what is due.
    if (ms <= nowMs()) return;
    file.value = { aheadMs: ms - machineNow() };
    file.save();
  }

  async function go(
    to: number,
    { signal, onInstant }: { signal?: AbortSignal; onInstant?(now: Date): void },
  ) {
    const mayGoOn = () => {
      signal?.throwIfAborted();
      stopping.signal.throwIfAborted();
    };
    await quiet();
    for (let next = earliest(); next && next.at <= to; next = earliest()) {
      mayGoOn();
      set(next.at);
      runDue();
      await quiet();
      onInstant?.(clock.now());
    }
    mayGoOn();
    set(to);
    onInstant?.(clock.now());
  }

  const clock: CloudClock = {
    now: () => new Date(nowMs()),
    get aheadMs() {
      return file.value.aheadMs;
    },
    at(when, run, what) {
      const timer: Timer = { at: when.getTime(), run, what };
      timers.add(timer);
      arm();
      return () => {
        timers.delete(timer);
        arm();
      };
    },
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const onAbort = () => {
          cancel();
          reject(signal?.reason);
        };
        const cancel = clock.at(new Date(nowMs() + ms), () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        });
        signal?.addEventListener("abort", onAbort, { once: true });
      });
    },
    work(task) {
      const settled = task.then(
        () => {},
        () => {},
      );
      working.add(settled);
      void settled.then(() => working.delete(settled));
      return task;
    },
    due() {
      return [...timers]
        .flatMap(({ at, what }) => (what ? [{ at: new Date(at), what }] : []))
        .sort((one, other) => one.at.getTime() - other.at.getTime());
    },
    nextDue() {
      const next = earliest();
      return next && new Date(next.at);
    },
    advance(to, options = {}) {
      const before = advancing ?? Promise.resolve();
      const mine = before
        .catch(() => {})
        .then(() => go(to.getTime(), options))
        .finally(() => {
          if (advancing === mine) advancing = undefined;
          arm();
        });
      advancing = mine;
      clearTimeout(timeout);
      return mine;
    },
    stop() {
      stopping.abort(new Error("The local cloud was stopped while its clock was being advanced."));
      clearTimeout(timeout);
      timers.clear();
    },
  };
  return clock;
}
