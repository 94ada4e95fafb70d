import type { Entry } from "../composables/liveList.ts";
import type { LiveSource } from "../composables/useLiveList.ts";
import type { Client } from "./client.ts";

type Subscription = Parameters<Client["follow"]>[0];

interface Subscriptions<T> {
  saved: Subscription[];
  deleted: Subscription;
  /** Which entries are meant: AppSync sends every one of the model. */
  only?: (entry: T) => boolean;
}

const operationName = (query: string) => /subscription\s+(\w+)/.exec(query)?.[1] ?? query;

/** The `watch` of a live source: a model's subscriptions as saved and deleted events. */
export const watchModel =
  <T extends Entry>(client: Client, { saved, deleted, only }: Subscriptions<T>): LiveSource<T>["watch"] =>
  (watcher) => {
    const names = [...saved, deleted].map(operationName);
    let waiting = new Set(names);

    const stopListening = client.events.listen("api", ({ payload }) => {
      const data = payload.data as { connectionState?: string; query?: string } | undefined;
      if (data?.connectionState === "ConnectionDisrupted") waiting = new Set(names);
      const acknowledged =
        payload.event === "Subscription ack" && waiting.delete(operationName(data?.query ?? ""));
      if (acknowledged && waiting.size === 0) watcher.live();
    });

    const follow = (subscription: Subscription, next: (entry: T) => void) =>
      client.follow(subscription, (data) => {
        const [entry] = Object.values(data as Record<string, T | null>);
        if (entry && (!only || only(entry))) next(entry);
      });
    const stops = [
      stopListening,
      ...saved.map((subscription) =>
        follow(subscription, (entry) => watcher.event({ kind: "saved", entry })),
      ),
      follow(deleted, ({ id }) => watcher.event({ kind: "deleted", id })),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  };
