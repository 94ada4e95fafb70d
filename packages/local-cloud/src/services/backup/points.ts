import { readdirSync, rmSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type JsonFile, jsonFile } from "../../jsonFile.ts";
import { calculated, type Lifecycle } from "./lifecycle.ts";
import type { CreatedBy } from "./plans.ts";
import { syncFolder } from "./snapshot/durable.ts";
import type { Vaults } from "./vaults.ts";

/** Dates are ISO 8601. */
export interface RecoveryPoint {
  id: string;
  arn: string;
  vaultName: string;
  resourceArn: string;
  resourceName: string;
  iamRoleArn: string;
  status: "COMPLETED" | "EXPIRED" | "DELETING";
  statusMessage?: string;
  /** Absent: WARM. */
  storageClass?: "COLD";
  /** The start of the scan: every item written before it is in the point. */
  creationDate: string;
  initiationDate: string;
  completionDate: string;
  bytes: number;
  encryptionKeyArn: string;
  /** The table's own key; absent for one that AWS owns. */
  tableKeyArn?: string;
  lifecycle?: Lifecycle;
  createdBy?: CreatedBy;
  lastRestoreTime?: string;
  tags: Record<string, string>;
}

export interface Points {
  find(arn: string): RecoveryPoint | undefined;
  /** Newest first. */
  list(): RecoveryPoint[];
  folder(point: RecoveryPoint): string;
  /** A fresh folder for a point that is being written; it counts for nothing until it is published. */
  stage(vaultName: string, id: string): Promise<string>;
  /** Makes a staged point visible in one atomic step: before it there is none, after it it is complete. */
  publish(stage: string, point: RecoveryPoint): Promise<void>;
  discard(stage: string): Promise<void>;
  save(point: RecoveryPoint): void;
  /** As `save`, of what only tells how things went: it changes nothing that is due, and needn't survive the machine's own crash. */
  note(point: RecoveryPoint): void;
  remove(point: RecoveryPoint): Promise<void>;
  /** Calls back after each change of what points there are and when they expire. */
  watch(changed: () => void): void;
}

/** Names that begin with a dot are points being written or removed: after a crash they go. */
const hidden = (name: string) => `.${name}`;

/** Recovery points in `<folder>/<vault>/<point id>`: the folder being there is what makes the point. */
export function createPoints(folder: string, vaults: Vaults): Points {
  const files = new Map<string, JsonFile<RecoveryPoint>>();
  let changed = () => {};
  for (const { name: vault } of vaults.list()) {
    for (const entry of readdirSync(join(folder, vault), { withFileTypes: true })) {
      const path = join(folder, vault, entry.name);
      if (entry.name.startsWith(hidden(""))) rmSync(path, { recursive: true });
      else if (entry.isDirectory()) load(path);
    }
  }
  function load(path: string): void {
    const file = jsonFile<RecoveryPoint>(join(path, "point.json"), undefined as never);
    if (!file.value)
      throw new Error(`${path} has no point.json: put it back from a copy, or remove the folder.`);
    files.set(file.value.arn, file);
  }
  const folderOf = ({ vaultName, id }: RecoveryPoint) => join(folder, vaultName, id);

  return {
    find: (arn) => files.get(arn)?.value,
    list: () => [...files.values()].map(({ value }) => value).sort((a, b) => (newer(a, b) ? -1 : 1)),
    folder: folderOf,
    async stage(vaultName, id) {
      const path = join(folder, vaultName, hidden(id));
      await mkdir(path, { mode: 0o700 });
      return path;
    },
    async publish(stage, point) {
      const staged = jsonFile(join(stage, "point.json"), point);
      staged.save();
      await syncFolder(stage);
      await rename(stage, folderOf(point));
      await syncFolder(join(folder, point.vaultName));
      files.set(point.arn, jsonFile(join(folderOf(point), "point.json"), point));
      changed();
    },
    discard: (stage) => rm(stage, { recursive: true, force: true }),
    save(point) {
      const file = files.get(point.arn)!;
      file.value = point;
      file.save();
      changed();
    },
    note(point) {
      const file = files.get(point.arn)!;
      file.value = point;
      file.save({ flush: false });
    },
    async remove(point) {
      files.delete(point.arn);
      changed();
      const aside = join(folder, point.vaultName, hidden(point.id));
      await rename(folderOf(point), aside);
      await rm(aside, { recursive: true });
    },
    watch(callBack) {
      changed = callBack;
    },
  };
}

const newer = (a: RecoveryPoint, b: RecoveryPoint) =>
  a.creationDate === b.creationDate ? a.id > b.id : a.creationDate > b.creationDate;

/** When lifecycle removes the point; undefined for never. */
export const expiryOf = ({ lifecycle, creationDate }: RecoveryPoint): Date | undefined =>
  calculated(lifecycle, new Date(creationDate)).deleteAt;
