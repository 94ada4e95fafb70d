export interface Lanes {
  /** Runs a task after all tasks given earlier for the same lane, when there is room. */
  run(lane: string, task: () => Promise<void>): void;
  /** Resolves when no task is waiting or running. */
  idle(): Promise<void>;
}

/**
 * One task at a time in each lane, at most `limit` at a time in all. A task handles its own failures.
 */
export function createLanes(limit: number): Lanes {
  const ends = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn(before: Promise<void> | undefined, task: () => Promise<void>): Promise<void> {
    await before;
    if (running >= limit) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      await task();
    } finally {
      const next = waiting.shift();
      // The place goes straight to the next one.
      if (next) next();
      else running--;
    }
  }

  return {
    run(lane, task) {
      const end = inTurn(ends.get(lane), task).finally(() => {
        if (ends.get(lane) === end) ends.delete(lane);
      });
      ends.set(lane, end);
    },
    async idle() {
      while (ends.size > 0) await Promise.all(ends.values());
    },
  };
}
