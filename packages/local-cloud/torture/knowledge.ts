import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { createHistory, type History, type Value } from "../src/testingHistory.ts";
import { oneOf, type Random } from "./random.ts";
import { tableNames } from "./stack.ts";

export type Item = Record<string, AttributeValue>;

/** Whether something was asked for, or has come about: while it is asked for only, either may be. */
export type Certainty = "asked" | "done";

export interface BackupJob {
  pointArn: string;
  state?: "COMPLETED" | "FAILED";
  /** Listed after a crash. */
  seen?: boolean;
}

export interface RestoreJob {
  table: string;
  pointArn: string;
  status?: "COMPLETED" | "FAILED";
  /** Listed after a crash. */
  seen?: boolean;
}

/** All that the cloud was asked for and said, over all its lives. */
export interface Knowledge {
  items: Record<string, Map<string, History>>;
  backupJobs: Map<string, BackupJob>;
  restoreJobs: Map<string, RestoreJob>;
  /** Recovery points that were deleted. */
  pointsGone: Map<string, Certainty>;
  /** Restored tables that were deleted. */
  tablesGone: Map<string, Certainty>;
  /** So many restores were asked for: each has a table of its own. */
  restores: number;
}

export const itemsATable = 1_000;
const ids = Array.from({ length: itemsATable }, (_, number) => `item-${number}`);

export const nothingYet = (): Knowledge => ({
  items: Object.fromEntries(
    tableNames.map((name) => [name, new Map(ids.map((id) => [id, createHistory()]))]),
  ),
  backupJobs: new Map(),
  restoreJobs: new Map(),
  pointsGone: new Map(),
  tablesGone: new Map(),
  restores: 0,
});

let versions = 0;

/** An item that is torn if its attributes don't tell the same version. */
export function newItem(id: string, random: Random): Item {
  const version = String(++versions);
  return {
    id: { S: id },
    kind: { S: oneOf(random, ["giant", "horse", "bird"]) },
    first: { N: version },
    text: { S: `${version} `.repeat(200) },
    last: { N: version },
  };
}

/** An item as a history knows it. */
export const asValue = (item: Item | undefined): Value =>
  item && JSON.stringify(Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))));
