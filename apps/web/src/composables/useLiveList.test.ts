import { describe, expect, it, onTestFinished } from "vitest";
import { effectScope } from "vue";
import type { Entry, LiveEvent } from "./liveList.ts";
import { type LiveSource, useLiveList } from "./useLiveList.ts";

const entry = (id: string, version = 1): Entry => ({ id, updatedAt: `2026-01-0${version}T00:00:00.000Z` });
const settled = () => new Promise((done) => setTimeout(done));

/** A source of the given pages whose watcher the test holds. */
const source = (pages: Entry[][]) => {
  const held = { pages, asked: [] as (string | null)[], stopped: 0, watcher: undefined as never as Watcher };
  const live: LiveSource<Entry> = {
    page: async (nextToken) => {
      held.asked.push(nextToken);
      const at = Number(nextToken ?? 0);
      if (!held.pages[at]) throw new Error("the API is away");
      return { items: held.pages[at], nextToken: at + 1 < held.pages.length ? String(at + 1) : null };
    },
    watch: (watcher) => {
      held.watcher = watcher;
      return () => held.stopped++;
    },
  };
  return { held, live };
};
type Watcher = { event(event: LiveEvent<Entry>): void; live(): void };

const open = (live: LiveSource<Entry>) => {
  const scope = effectScope();
  onTestFinished(() => scope.stop());
  const options = {
    compare: (a: Entry, b: Entry) => a.id.localeCompare(b.id),
    explain: (e: unknown) => `Sorry: ${(e as Error).message}.`,
  };
  return { scope, list: scope.run(() => useLiveList(live, options))! };
};

describe("useLiveList", () => {
  it("reads the first page, then one more on demand, in order", async () => {
    const { list } = open(source([[entry("b"), entry("d")], [entry("a")]]).live);
    expect(list.state.value).toBe("loading");
    await settled();
    expect([list.state.value, list.hasMore.value]).toEqual(["done", true]);

    await list.more();
    expect(list.entries.value).toEqual([entry("a"), entry("b"), entry("d")]);
    expect(list.hasMore.value).toBe(false);
  });

  it("skips pages that bring nothing", async () => {
    const { list } = open(source([[entry("a")], [], [], [entry("b")]]).live);
    await settled();
    await list.more();
    expect(list.entries.value).toEqual([entry("a"), entry("b")]);
  });

  it("follows what others do", async () => {
    const { held, live } = source([[entry("a"), entry("b")]]);
    const { list } = open(live);
    await settled();
    held.watcher.event({ kind: "saved", entry: entry("c") });
    held.watcher.event({ kind: "saved", entry: entry("a", 2) });
    held.watcher.event({ kind: "deleted", id: "b" });
    expect(list.entries.value).toEqual([entry("a", 2), entry("c")]);
  });

  it("keeps what happened while a page was on its way", async () => {
    const { held, live } = source([[entry("a"), entry("b")]]);
    const { list } = open(live);
    held.watcher.event({ kind: "deleted", id: "a" });
    held.watcher.event({ kind: "saved", entry: entry("c") });
    await settled();
    expect(list.entries.value).toEqual([entry("b"), entry("c")]);
  });

  it("reads all shown pages again when it is live again, and drops what was deleted meanwhile", async () => {
    const { held, live } = source([[entry("a")], [entry("b")], [entry("c")]]);
    const { list } = open(live);
    await settled();
    await list.more();

    held.pages = [[entry("b", 2)], [entry("x")], [entry("y")]];
    held.watcher.live();
    await settled();
    expect(list.entries.value).toEqual([entry("b", 2), entry("x")]);
    expect(list.hasMore.value).toBe(true);
  });

  it("reads more only after a reload has ended", async () => {
    const { held, live } = source([[entry("a")], [entry("b")]]);
    const { list } = open(live);
    await settled();
    held.asked = [];
    held.watcher.live();
    await list.more();
    expect(held.asked).toEqual([null, "1"]);
    expect(list.entries.value).toEqual([entry("a"), entry("b")]);
  });

  it("says what went wrong, keeps what it has, and recovers", async () => {
    const { held, live } = source([[entry("a")]]);
    const { list } = open(live);
    await settled();
    held.pages = [];
    await list.reload();
    expect([list.state.value, list.error.value]).toEqual(["error", "Sorry: the API is away."]);
    expect(list.entries.value).toEqual([entry("a")]);

    held.pages = [[entry("z")]];
    await list.reload();
    expect([list.state.value, list.entries.value]).toEqual(["done", [entry("z")]]);
  });

  it("stops watching with its scope", () => {
    const { held, live } = source([[]]);
    open(live).scope.stop();
    expect(held.stopped).toBe(1);
  });
});
