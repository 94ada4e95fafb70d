import type { JsonFile } from "../jsonFile.ts";
import type { Clock } from "../service.ts";

/** A permission that a role made use of. */
export interface Use {
  roleArn: string;
  action: string;
  resource: string;
  times: number;
  /** When last, by the cloud's clock. */
  last: string;
}

/** A permission that a role asked for and wasn't given. */
export interface Denial extends Use {
  /** What decided it, the last time. */
  why: string;
}

export interface UsageRecord {
  /** When counting began. */
  since: string;
  uses: Use[];
  denials: Denial[];
}

export interface Usage {
  record(roleArn: string, action: string, resource: string): void;
  deny(roleArn: string, action: string, resource: string, why: string): void;
  read(): UsageRecord;
  /** Keeps what has been counted, and counts on in memory only. */
  stop(): void;
}

interface UsageDeps {
  file: JsonFile<Partial<UsageRecord>>;
  clock: Clock;
  /** How long what was counted may wait to be kept: a crash loses no more than that. */
  saveAfterMs?: number;
  /** How many uses are kept; of more, those that are longest ago are forgotten. */
  most?: number;
}

const AFTER_MS = 5000;
const MOST = 20_000;

/** Counts what roles make use of, in memory, and keeps it in a file now and then: calls don't wait for a disk. */
export function createUsage({ file, clock, saveAfterMs = AFTER_MS, most = MOST }: UsageDeps): Usage {
  const { since = clock.now().toISOString() } = file.value;
  const uses = new Map((file.value.uses ?? []).map((use) => [keyOf(use), use]));
  const denials = new Map((file.value.denials ?? []).map((denial) => [keyOf(denial), denial]));
  let due: NodeJS.Timeout | undefined;
  let stopped = false;

  function save(): void {
    clearTimeout(due);
    due = undefined;
    for (const kept of [uses, denials]) forgetOldest(kept, most);
    file.value = { since, uses: [...uses.values()], denials: [...denials.values()] };
    file.save();
  }

  function count<T extends Use>(kept: Map<string, T>, use: T): void {
    const key = keyOf(use);
    const times = (kept.get(key)?.times ?? 0) + 1;
    kept.set(key, { ...use, times });
    if (!due && !stopped) due = setTimeout(save, saveAfterMs).unref();
  }

  const useNow = (roleArn: string, action: string, resource: string): Use => ({
    roleArn,
    action,
    resource,
    times: 0,
    last: clock.now().toISOString(),
  });

  return {
    record: (...use) => count(uses, useNow(...use)),
    deny: (roleArn, action, resource, why) => count(denials, { ...useNow(roleArn, action, resource), why }),
    read: () => ({ since, uses: [...uses.values()], denials: [...denials.values()] }),
    stop() {
      if (due) save();
      stopped = true;
    },
  };
}

const keyOf = ({ roleArn, action, resource }: Use) => `${roleArn} ${action} ${resource}`;

function forgetOldest(kept: Map<string, Use>, most: number): void {
  if (kept.size <= most) return;
  const oldestFirst = [...kept].sort(([, a], [, b]) => (a.last < b.last ? -1 : 1));
  for (const [key] of oldestFirst.slice(0, kept.size - most)) kept.delete(key);
}
