export interface Entry {
  id: string;
  updatedAt: string;
}

export type LiveEvent<T extends Entry> = { kind: "saved"; entry: T } | { kind: "deleted"; id: string };

/** Entries by id, and the ids known to be gone: a page that was read before a deletion can't bring one back. */
export interface LiveList<T extends Entry> {
  entries: ReadonlyMap<string, T>;
  gone: ReadonlySet<string>;
}

export const emptyList = <T extends Entry>(): LiveList<T> => ({ entries: new Map(), gone: new Set() });

/** Adds a page, or one saved entry; of two versions the later `updatedAt` stays, whichever came first. */
export const saveAll = <T extends Entry>(list: LiveList<T>, page: readonly T[]): LiveList<T> => {
  const entries = new Map(list.entries);
  for (const entry of page) {
    const known = entries.get(entry.id);
    if (!list.gone.has(entry.id) && (!known || known.updatedAt <= entry.updatedAt))
      entries.set(entry.id, entry);
  }
  return { ...list, entries };
};

export const remove = <T extends Entry>(list: LiveList<T>, id: string): LiveList<T> => {
  const entries = new Map(list.entries);
  entries.delete(id);
  return { entries, gone: new Set(list.gone).add(id) };
};

export const apply = <T extends Entry>(list: LiveList<T>, event: LiveEvent<T>): LiveList<T> =>
  event.kind === "saved" ? saveAll(list, [event.entry]) : remove(list, event.id);

export const byName = (a: { name: string; id: string }, b: { name: string; id: string }): number =>
  a.name.localeCompare(b.name, undefined, { numeric: true }) || a.id.localeCompare(b.id);
