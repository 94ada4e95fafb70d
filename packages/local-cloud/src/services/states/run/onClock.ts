import type { CloudClock } from "../../../clock.ts";
import type { ExecutionStore } from "../store.ts";

/** The store, with the clock waiting for whatever is read or written. */
export function onClock(store: ExecutionStore, clock: Pick<CloudClock, "work">): ExecutionStore {
  const waited = Object.entries(store).map(([name, method]) => [
    name,
    (...given: unknown[]) => {
      const result = (method as (...given: unknown[]) => unknown)(...given);
      return result instanceof Promise ? clock.work(result) : result;
    },
  ]);
  return Object.fromEntries(waited) as ExecutionStore;
}
