import { onCreateItem, onDeleteItem, onUpdateItem } from "@holdfast/data-model";
import { describe, expect, it } from "vitest";
import type { Entry, LiveEvent } from "../composables/liveList.ts";
import type { Client } from "./client.ts";
import { watchModel } from "./watch.ts";

type Listener = Parameters<Client["events"]["listen"]>[1];
const entry = (id: string): Entry => ({ id, updatedAt: "2026-01-01T00:00:00.000Z" });

/** A client whose subscriptions and connection the test drives. */
const fake = () => {
  const followed = new Map<string, (data: unknown) => void>();
  const listeners = new Set<Listener>();
  const client = {
    follow: (query: string, next: (data: unknown) => void) => {
      followed.set(query, next);
      return () => followed.delete(query);
    },
    events: {
      listen: (_channel: string, listener: Listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  } as unknown as Client;
  const tell = (event: string, data: object) => {
    for (const listener of listeners) (listener as (capsule: object) => void)({ payload: { event, data } });
  };
  return {
    client,
    followed,
    listeners,
    acknowledge: (query: string) => tell("Subscription ack", { query }),
    tell,
  };
};

const watching = (options: Partial<Parameters<typeof watchModel<Entry>>[1]> = {}) => {
  const events: LiveEvent<Entry>[] = [];
  const seen = { live: 0 };
  const driven = fake();
  const subscriptions = { saved: [onCreateItem, onUpdateItem], deleted: onDeleteItem, ...options };
  const stop = watchModel<Entry>(
    driven.client,
    subscriptions,
  )({
    event: (event) => events.push(event),
    live: () => seen.live++,
  });
  return { ...driven, events, seen, stop };
};

describe("watchModel", () => {
  it("reports created, updated and deleted entries", () => {
    const { followed, events } = watching();
    followed.get(onCreateItem)?.({ onCreateItem: entry("a") });
    followed.get(onUpdateItem)?.({ onUpdateItem: entry("b") });
    followed.get(onDeleteItem)?.({ onDeleteItem: entry("c") });
    expect(events).toEqual([
      { kind: "saved", entry: entry("a") },
      { kind: "saved", entry: entry("b") },
      { kind: "deleted", id: "c" },
    ]);
  });

  it("passes over entries that are not meant, and messages without one", () => {
    const { followed, events } = watching({ only: ({ id }) => id === "a" });
    followed.get(onCreateItem)?.({ onCreateItem: entry("b") });
    followed.get(onDeleteItem)?.({ onDeleteItem: entry("b") });
    followed.get(onCreateItem)?.({ onCreateItem: null });
    expect(events).toEqual([]);
  });

  it("is live when every subscription is acknowledged, whatever the query's layout", () => {
    const { acknowledge, seen } = watching();
    acknowledge(onCreateItem);
    acknowledge("subscription OnUpdateItem($filter: F) { onUpdateItem { id } }");
    acknowledge("subscription OnCreateCategory { onCreateCategory { id } }");
    expect(seen.live).toBe(0);
    acknowledge(onDeleteItem);
    expect(seen.live).toBe(1);
  });

  it("is live again only when all of them are acknowledged after a lost connection", () => {
    const { acknowledge, tell, seen } = watching();
    for (const query of [onCreateItem, onUpdateItem, onDeleteItem]) acknowledge(query);
    tell("ConnectionStateChange", { connectionState: "ConnectionDisrupted" });
    acknowledge(onCreateItem);
    acknowledge(onUpdateItem);
    expect(seen.live).toBe(1);
    acknowledge(onDeleteItem);
    expect(seen.live).toBe(2);
  });

  it("leaves nothing behind when it stops", () => {
    const { followed, listeners, stop } = watching();
    stop();
    expect([followed.size, listeners.size]).toEqual([0, 0]);
  });
});
