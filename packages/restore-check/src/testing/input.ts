import { keyDigest } from "../canonical/digest.ts";
import type { CheckInput, SecondLook, Side } from "../input.ts";
import type { Item } from "../item.ts";
import { type ModelRules, modelRules } from "../model/rules.ts";
import type { TableShape } from "../shape.ts";
import { type Reconciliation, reconcile } from "../sketch/reconcile.ts";
import { shapeFor } from "../sketch/shape.ts";
import { Sketcher } from "../sketch/sketch.ts";
import { windowOf } from "../window.ts";

/** The recovery point of all these tests. */
export const POINT = new Date("2026-03-01T05:00:00.000Z");

/** Two seconds to both sides: it is sharp. */
export const WINDOW = windowOf({ createdAt: POINT }, 2);

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
  /** What the tables hold when they are read again; absent: what the scans saw. */
  later?: Partial<Record<Side, readonly Item[]>>;
}

// Thousands of these are made: they take no longer than they have to.
const small = { ways: 6, cells: 512, samples: 0, sampleCells: 0 };
const SEED = new Uint8Array(32).fill(7);

/** What scans of these two sides would find out about how they differ. */
export function reconciled(live: readonly Item[], restored: readonly Item[]): Reconciliation {
  const [{ sketch: difference }, { sketch }] = [live, restored].map((items) => {
    const most = Math.max(live.length, restored.length);
    const sketcher = new Sketcher(most < 500 ? small : shapeFor(1000), SEED, ["id"]);
    for (const item of items) sketcher.add(item);
    return sketcher;
  }) as [Sketcher, Sketcher];
  difference.subtract(sketch);
  return reconcile(difference, SEED);
}

const [RULES] = modelRules("type Beast @model { id: ID!, name: String! }") as [ModelRules];

type Overrides = Partial<Omit<CheckInput, "secondLook">> & { secondLook?: Partial<SecondLook> };

/** A sound restore of two items, five minutes after the recovery point. */
export function input(
  { live, restored, deleted = {}, later = {} }: Partial<Tables> = {},
  { secondLook, ...overrides }: Overrides = {},
): CheckInput {
  const both = [beast("minotaur"), beast("cyclops")];
  const scanned = { live: live ?? both, restored: restored ?? both };
  const deletions = new Map(
    Object.entries(deleted).map(([id, when]) => [keyDigest({ id: { S: id } }), new Date(at(when))]),
  );
  return {
    now: new Date(at(300)),
    recoveryPoint: {
      arn: "arn:aws:backup:us-east-1:123456789012:recovery-point:1",
      status: "COMPLETED",
      createdAt: POINT,
      window: WINDOW,
      encrypted: true,
    },
    rpoHours: 24,
    items: { live: scanned.live.length, restored: scanned.restored.length },
    reconciliation: reconciled(scanned.live, scanned.restored),
    relations: [],
    restore: { seconds: 90, rtoMinutes: 60 },
    rules: RULES,
    conformity: { items: scanned.restored.length, violations: [] },
    shape: { live: shape(), restored: shape(), askedEncryption: { type: "Default" } },
    settings: [],
    mayBeEmpty: false,
    mayBeRewritten: false,
    deletions: async () => deletions,
    secondLook: {
      reread: rereading({ ...scanned, ...later }),
      waits: [],
      sleep: async () => {},
      ...secondLook,
    },
    ...overrides,
  };
}

/** Answers re-reads from what the tables hold now. */
export function rereading(now: Readonly<Record<Side, readonly Item[]>>) {
  return async (side: Side, keys: readonly Item[]) => {
    const wanted = new Set(keys.map(keyDigest));
    return now[side].filter(({ id }) => wanted.has(keyDigest({ id: id! })));
  };
}
