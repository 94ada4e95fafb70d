import type { Item, Key } from "./item.ts";
import type { Conformity } from "./model/conformity.ts";
import type { ModelRules } from "./model/rules.ts";
import type { Orphans } from "./relations/orphans.ts";
import type { Reference } from "./relations/references.ts";
import type { Setting, TableShape } from "./shape.ts";
import type { Reconciliation } from "./sketch/reconcile.ts";
import type { Window } from "./window.ts";

export type Side = "live" | "restored";

export interface RecoveryPoint {
  arn: string;
  /** As AWS Backup names it: COMPLETED, PARTIAL, EXPIRED… */
  status: string;
  createdAt: Date;
  /** The span that its items may be of. */
  window: Window;
  encrypted: boolean;
}

/** Reading the keys in question once more, consistently, before a difference is held against the restore. */
export interface SecondLook {
  /** The items of these keys that exist now. */
  reread(side: Side, keys: readonly Key[]): Promise<Item[]>;
  /** Seconds to wait before each further look-up of deletions, which are recorded a little late. */
  waits: readonly number[];
  sleep(seconds: number): Promise<void>;
}

/** What became of a table's references to one model. */
export type RelationScan = { to: string; references: readonly Reference[] } & (
  | {
      orphans: Orphans;
      /** The span that the recovery point of the model referred to may be of. */
      named: Window;
      look: {
        /** Its live items of these keys. */
        live(keys: readonly Key[]): Promise<Item[]>;
        /** Its restored items of these keys: an item may refer to several, and not all of them are missing. */
        restored(keys: readonly Key[]): Promise<Item[]>;
        /** When its items of these key digests were last deleted, for those whose deletion is recorded. */
        deletions(keyDigests: readonly string[]): Promise<ReadonlyMap<string, Date>>;
      };
    }
  | {
      /** Why there is nothing to check them against, a sentence. */
      notRestored: string;
      /** Whether the run was to restore it. */
      expected: boolean;
    }
);

/** All that is known about a restored table and the live one it should equal. */
export interface CheckInput {
  now: Date;
  recoveryPoint: RecoveryPoint;
  /** The recovery point may be this old. */
  rpoHours: number;
  /** The rule whose points the run is about: its newest may be this old, whatever the newest of all is. */
  rule?: { name: string; oldestHours: number } | undefined;
  /** How many items the scans read. */
  items: Readonly<Record<Side, number>>;
  /** How the two sets of items differ. */
  reconciliation: Reconciliation;
  /** What the schema says of the items now. */
  rules: ModelRules;
  /** How the restored items stand up to it. */
  conformity: Conformity;
  /** The table's references to other models, a scan for each of them. */
  relations: readonly RelationScan[];
  /** How long the restore took, and the table's last restores before it. */
  restore: { seconds: number; rtoMinutes: number; earlierSeconds?: readonly number[] };
  shape: { live: TableShape; restored: TableShape; askedEncryption: TableShape["encryption"] };
  settings: readonly Setting[];
  /** Accepts a restore that is empty, as long as no live item should be in it. */
  mayBeEmpty: boolean;
  /**
   * Accepts that every item was written again since the recovery point, for a table whose items all are, again and
   * again: it's enough that they came back as earlier versions of the live ones.
   */
  mayBeRewritten: boolean;
  /** When the items of these key digests were last deleted, for those whose deletion is recorded. */
  deletions(keyDigests: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  secondLook: SecondLook;
  /** How much of the restored items may go unverified because of what was written and deleted since, from 0 to 1. */
  mostUnverified?: number;
  /** How many findings of a kind are listed before the rest is only counted. */
  maxFindings?: number;
}
