import { computed, onScopeDispose, ref, shallowRef } from "vue";
import { apply, type Entry, emptyList, type LiveEvent, saveAll } from "./liveList.ts";

export interface Page<T> {
  items: T[];
  nextToken: string | null;
}

export interface LiveSource<T extends Entry> {
  /** One page; null asks for the first. */
  page(nextToken: string | null): Promise<Page<T>>;
  /** Reports changes until the returned function is called; `live` says that none is missed from now on. */
  watch(watcher: { event(event: LiveEvent<T>): void; live(): void }): () => void;
}

export type ListState = "loading" | "done" | "more" | "error";

/**
 * A paged list that follows its source: pages on demand, changes as they happen, and read again
 * each time the source (re)gains its subscriptions, because what happened before is not sent again.
 */
export const useLiveList = <T extends Entry>(
  source: LiveSource<T>,
  { compare, explain }: { compare: (a: T, b: T) => number; explain: (error: unknown) => string },
) => {
  const list = shallowRef(emptyList<T>());
  const state = ref<ListState>("loading");
  const error = ref("");
  const nextToken = ref<string | null>(null);
  let reading = 0;
  let reloading = Promise.resolve();
  let missed: LiveEvent<T>[] = [];

  const attempt = async (read: (current: () => boolean) => Promise<void>) => {
    const mine = ++reading;
    const current = () => mine === reading;
    try {
      await read(current);
      if (current()) state.value = "done";
    } catch (cause) {
      if (!current()) return;
      state.value = "error";
      error.value = explain(cause);
    }
  };

  const reload = () => {
    reloading = attempt(async (current) => {
      const wanted = list.value.entries.size;
      let fresh = emptyList<T>();
      let token: string | null = null;
      missed = [];
      do {
        const page: Page<T> = await source.page(token);
        fresh = saveAll(fresh, page.items);
        token = page.nextToken;
      } while (current() && token && fresh.entries.size < wanted);
      if (!current()) return;
      list.value = missed.reduce(apply<T>, fresh);
      nextToken.value = token;
    });
    return reloading;
  };

  const more = async () => {
    // A reload must not be cut short: it may be there to find what was missed.
    await reloading;
    await attempt(async (current) => {
      state.value = "more";
      const before = list.value.entries.size;
      do {
        const page = await source.page(nextToken.value);
        if (!current()) return;
        list.value = saveAll(list.value, page.items);
        nextToken.value = page.nextToken;
      } while (nextToken.value && list.value.entries.size === before);
    });
  };

  const record = (event: LiveEvent<T>) => {
    missed.push(event);
    list.value = apply(list.value, event);
  };

  onScopeDispose(source.watch({ event: record, live: reload }));
  reload();

  return {
    entries: computed(() => [...list.value.entries.values()].sort(compare)),
    hasMore: computed(() => nextToken.value !== null),
    state,
    error,
    more,
    reload,
    /** For what this window did itself: shown at once, and once only when the subscription brings it too. */
    record,
  };
};
