import { nameOfItem, type Write } from "./writes.ts";

export interface ItemLocks {
  /** Runs something while nothing else that was given one of these items runs. */
  hold<T>(items: Pick<Write, "table" | "key">[], run: () => Promise<T>): Promise<T>;
}

export function createItemLocks(): ItemLocks {
  const lasts = new Map<string, Promise<void>>();
  return {
    async hold(items, run) {
      const names = items.map(nameOfItem);
      const before = names.map((name) => lasts.get(name));
      const { promise: mine, resolve: letGo } = Promise.withResolvers<void>();
      // All at once, before anything is awaited: no two can wait for each other.
      for (const name of names) lasts.set(name, mine);
      await Promise.all(before);
      try {
        return await run();
      } finally {
        letGo();
        for (const name of names) if (lasts.get(name) === mine) lasts.delete(name);
      }
    },
  };
}
