import { keyDigest } from "../canonical/digest.ts";
import type { CheckInput, Side } from "../input.ts";
import type { Item } from "../item.ts";
import type { TableShape } from "../shape.ts";

/** The recovery point of all these tests. */
export const POINT = new Date("2026-03-01T05:00:00.000Z");

/** So many seconds after the recovery point; before it when negative. */
export function at(seconds: number): string {
  return new Date(POINT.getTime() + seconds * 1000).toISOString();
}

/** An item written so many seconds before the recovery point, by default an hour. */
export function beast(id: string, fields: { name?: string; created?: number; updated?: number } = {}): Item {
  const created = fields.created ?? -3600;
  return {
    id: { S: id },
    name: { S: fields.name ?? "Ogre" },
    createdAt: { S: at(created) },
    updatedAt: { S: at(fields.updated ?? created) },
  };
}

export function shape(overrides: Partial<TableShape> = {}): TableShape {
  return {
    key: [{ name: "id", role: "HASH", type: "S" }],
    indexes: [],
    encryption: { type: "Default" },
    ...overrides,
  };
}

export interface Tables {
  live: readonly Item[];
  restored: readonly Item[];
  /** Seconds after the recovery point at which the item of this id was deleted. */
  deleted?: Readonly<Record<string, number>>;
}

/** A sound restore of two items, five minutes after the recovery point. */
export function input(
  { live, restored, deleted = {} }: Partial<Tables> = {},
  overrides: Partial<CheckInput> = {},
): CheckInput {
  const both = [beast("minotaur"), beast("cyclops")];
  const deletions = new Map(
    Object.entries(deleted).map(([id, when]) => [keyDigest({ id: { S: id } }), new Date(at(when))]),
  );
  return {
    now: new Date(at(300)),
    recoveryPoint: {
      arn: "arn:aws:backup:us-east-1:123456789012:recovery-point:1",
      status: "COMPLETED",
      createdAt: POINT,
      encrypted: true,
    },
    rpoHours: 24,
    live: stream(live ?? both),
    restored: stream(restored ?? both),
    shape: { live: shape(), restored: shape(), askedEncryption: { type: "Default" } },
    settings: [],
    mayBeEmpty: false,
    mayBeRewritten: false,
    deletions: async () => deletions,
    clockSlackSeconds: 2,
    ...overrides,
  };
}

export async function* stream(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

/** Answers re-reads from what the tables hold now. */
export function rereading(now: Readonly<Record<Side, readonly Item[]>>) {
  return async (side: Side, keys: readonly Item[]) => {
    const wanted = new Set(keys.map(keyDigest));
    return now[side].filter(({ id }) => wanted.has(keyDigest({ id: id! })));
  };
}
