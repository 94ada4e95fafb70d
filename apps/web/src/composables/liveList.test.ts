import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, type Entry, emptyList, type LiveEvent, type LiveList, remove, saveAll } from "./liveList.ts";

const entry = (id: string, version = 1): Entry => ({ id, updatedAt: `2026-01-0${version}T00:00:00.000Z` });
const shown = (list: LiveList<Entry>) => [...list.entries.values()].sort((a, b) => a.id.localeCompare(b.id));

const anyEvent: fc.Arbitrary<LiveEvent<Entry>> = fc.oneof(
  fc.record({
    kind: fc.constant("saved" as const),
    entry: fc
      .tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: 1, max: 9 }))
      .map(([id, v]) => entry(id, v)),
  }),
  fc.record({ kind: fc.constant("deleted" as const), id: fc.constantFrom("a", "b", "c") }),
);

describe("a live list", () => {
  it("shows an entry once when it comes by page and by event", () => {
    const list = apply(saveAll(emptyList(), [entry("a"), entry("b")]), { kind: "saved", entry: entry("a") });
    expect(shown(list)).toEqual([entry("a"), entry("b")]);
  });

  it("keeps the newer version when an older page arrives late", () => {
    expect(shown(saveAll(saveAll(emptyList(), [entry("a", 2)]), [entry("a", 1)]))).toEqual([entry("a", 2)]);
  });

  it("keeps a deleted entry away when an older page arrives late", () => {
    expect(shown(saveAll(remove(emptyList(), "a"), [entry("a"), entry("b")]))).toEqual([entry("b")]);
  });

  it("leaves the list it was given as it was", () => {
    const before = saveAll(emptyList(), [entry("a")]);
    remove(before, "a");
    expect(shown(before)).toEqual([entry("a")]);
  });

  it("ends up the same whatever the order of events", () => {
    const permuted = fc
      .array(anyEvent)
      .chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
      );
    fc.assert(
      fc.property(permuted, ([events, shuffled]) => {
        expect(shown(shuffled.reduce(apply<Entry>, emptyList()))).toEqual(
          shown(events.reduce(apply<Entry>, emptyList())),
        );
      }),
    );
  });

  it("does not change when an event comes twice", () => {
    fc.assert(
      fc.property(fc.array(anyEvent), anyEvent, (events, event) => {
        const once = [...events, event].reduce(apply<Entry>, emptyList());
        expect(shown(apply(once, event))).toEqual(shown(once));
      }),
    );
  });
});
