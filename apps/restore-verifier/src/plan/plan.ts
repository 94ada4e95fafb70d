import type { TableDescription } from "@aws-sdk/client-dynamodb";
import type { Item, Reference, SketchShape, TableShape } from "@holdfast/restore-check";
import type { Kept } from "../kept.ts";
import type { Problem } from "../run.ts";

/** A table of the run whose restore is there to be read. */
export interface PlannedTable {
  model: string;
  live: string;
  restored: string;
  keyNames: string[];
  /** The span that its recovery point may be of, ISO 8601. */
  window: { from: string; to: string };
  shape: SketchShape;
  /** By their numbers, the units that read it. */
  units: number[];
  /** Of both tables as they were described once the restore was done. */
  structure: {
    live: TableShape;
    restored: TableShape;
    /** What else is to be known of the live one. */
    described: LiveDescription;
  };
  /** Whether it is read, and checked, together with others. */
  isSmall: boolean;
}

export type LiveDescription = Pick<
  TableDescription,
  "TableName" | "TableArn" | "StreamSpecification" | "DeletionProtectionEnabled"
>;

export type Side = "live" | "restored";

/** What is read in one go: segments `first` to `first + count - 1` of `total` of a table. */
export interface Unit {
  model: string;
  side: Side;
  first: number;
  count: number;
  total: number;
  /** How many read units a second it may take of the table: in the second pass fewer units are read at once. */
  readUnits: Record<Pass, number>;
}

/** Groups of tables are checked so many at once. */
export const GROUPS_AT_ONCE = 10;

/** How many units of a group are read at once in the second pass: all groups together as many as in the first. */
export const scansInAGroup = (mostScans: number): number =>
  Math.max(1, Math.floor(mostScans / GROUPS_AT_ONCE));

/** One model's references to another, to be joined bucket by bucket. */
export interface RelationPlan {
  from: string;
  to: string;
  references: Reference[];
}

/** What a run is going to read and join: made once, kept in the store, the same for every step. */
export interface Plan {
  runId: string;
  /** Hashes are sorted into 2^bits buckets. */
  bits: number;
  /** All that the run is of, those that could not be restored too. */
  models: string[];
  tables: PlannedTable[];
  /** Those whose live or restored table was gone when the plan was made: nothing of them can be read. */
  gone: { model: string; problem: Problem }[];
  units: Unit[];
  /** Units, by their numbers, that one Lambda reads: many of small tables, one of a large one. */
  batches: number[][];
  /** When each pass has to be over, ISO 8601: what isn't read by then is throttled, and proves nothing. */
  readBy: Record<Pass, string>;
  relations: RelationPlan[];
}

// A unit's files are named by what they are of: every attempt at it finds what an earlier one has finished.
export const planKey = (runId: string) => `runs/${runId}/plan.json`;
export const seedKey = (runId: string) => `runs/${runId}/seed.json`;
export const receiptKey = (runId: string, pass: Pass, unit: number, part: number) =>
  `runs/${runId}/${pass}/${unit}/${part}.json`;
export const orphansKey = (runId: string, relation: number, bucket: number) =>
  `runs/${runId}/orphans/${relation}/${bucket}.json`;
export const joinedKey = (runId: string, model: string, bucket: number) =>
  `runs/${runId}/joined/${model}/${bucket}.json`;

/** The first pass sums up; a second one writes every item down, where too many differ to be named by sums. */
export type Pass = "sums" | "items";

/** What a part of a unit left behind: written last, and once. */
export interface Receipt {
  items: number;
  pages: number;
  /** Read units taken. */
  capacity: number;
  summary: Kept & { sha256: string };
  /** Files of hashes by name. */
  files: Record<string, Kept[]>;
  /** Why it can't be read, whoever tries. */
  problem?: string;
  /** Where the next part goes on; absent when this is the last. */
  next?: Position;
}

export interface Position {
  segment: number;
  /** The key of the item read last, as the wire has it. */
  after?: Item;
}
