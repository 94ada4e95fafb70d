import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import {
  paginateListBackupJobs,
  paginateListRecoveryPointsByBackupVault,
  paginateListRestoreJobs,
  type RecoveryPointByBackupVault,
} from "@aws-sdk/client-backup";
import { paginateListTables, paginateScan } from "@aws-sdk/client-dynamodb";
import { encryptionContext } from "../src/services/backup/makePoint.ts";
import { openSnapshot } from "../src/services/backup/snapshot/read.ts";
import type { Kms } from "../src/services/kms/kms.ts";
import { asValue, type Item, type Knowledge } from "./knowledge.ts";
import { tableNames, vaultName } from "./stack.ts";
import type { Clients } from "./workload.ts";

export interface Inspection extends Clients {
  knowledge: Knowledge;
  dataDir: string;
  kms: Pick<Kms, "decrypt">;
  /** What a recovery point holds, by its ARN: it may never change. */
  contents: Map<string, string>;
}

type Find = (fault: string) => void;

/** What isn't as it has to be after the cloud was killed and started again, a sentence each. */
export async function inspect(inspection: Inspection): Promise<string[]> {
  const faults: string[] = [];
  const find: Find = (fault) => faults.push(fault);
  await inspectJobs(inspection, find);
  const points = await inspectPoints(inspection, find);
  await inspectFolders(inspection, points, find);
  await inspectTables(inspection, find);
  for (const table of tableNames) await inspectItems(inspection, table, find);
  return faults;
}

async function inspectJobs({ backup, knowledge }: Inspection, find: Find): Promise<void> {
  const over = new Set(["COMPLETED", "FAILED"]);
  for await (const { BackupJobs = [] } of paginateListBackupJobs({ client: backup }, {})) {
    for (const { BackupJobId: id, State, RecoveryPointArn } of BackupJobs) {
      const known = knowledge.backupJobs.get(id!) ?? { pointArn: RecoveryPointArn! };
      if (!over.has(State!)) find(`Backup job ${id} is ${State}.`);
      if (known.state && known.state !== State) find(`Backup job ${id} was ${known.state} and is ${State}.`);
      knowledge.backupJobs.set(id!, { ...known, state: State as "COMPLETED", seen: true });
    }
  }
  for await (const { RestoreJobs = [] } of paginateListRestoreJobs({ client: backup }, {})) {
    for (const { RestoreJobId: id, Status, CreatedResourceArn } of RestoreJobs) {
      if (!over.has(Status!)) find(`Restore job ${id} is ${Status}.`);
      const known = knowledge.restoreJobs.get(id!);
      if (known?.status && known.status !== Status)
        find(`Restore job ${id} was ${known.status} and is ${Status}.`);
      if ((Status === "COMPLETED") !== Boolean(CreatedResourceArn))
        find(`Restore job ${id} is ${Status} and says that it made ${CreatedResourceArn}.`);
      if (known) knowledge.restoreJobs.set(id!, { ...known, status: Status as "COMPLETED", seen: true });
    }
  }
  for (const [id, { seen }] of [...knowledge.backupJobs, ...knowledge.restoreJobs]) {
    if (!seen) find(`Job ${id} was started and isn't listed.`);
  }
}

async function inspectPoints(inspection: Inspection, find: Find): Promise<RecoveryPointByBackupVault[]> {
  const { backup, knowledge, contents } = inspection;
  const listed = new Map<string, RecoveryPointByBackupVault>();
  const pages = paginateListRecoveryPointsByBackupVault({ client: backup }, { BackupVaultName: vaultName });
  for await (const { RecoveryPoints = [] } of pages) {
    for (const point of RecoveryPoints) listed.set(point.RecoveryPointArn!, point);
  }
  const made = new Set<string>();
  for (const { pointArn, state } of knowledge.backupJobs.values()) {
    if (state !== "COMPLETED") continue;
    made.add(pointArn);
    const gone = knowledge.pointsGone.get(pointArn);
    if (!listed.has(pointArn) && !gone) find(`Recovery point ${pointArn} is lost.`);
    if (listed.has(pointArn) && gone === "done") find(`Recovery point ${pointArn} was deleted and is back.`);
    if (!gone) continue;
    // Whatever was asked for is decided now.
    if (listed.has(pointArn)) knowledge.pointsGone.delete(pointArn);
    else knowledge.pointsGone.set(pointArn, "done");
  }
  for (const [arn, point] of listed) {
    if (!made.has(arn)) find(`Recovery point ${arn} is listed, and no backup job COMPLETED with it.`);
    const content = await contentOf(inspection, point, find);
    if ((contents.get(arn) ?? content) !== content) find(`Recovery point ${arn} has changed.`);
    contents.set(arn, content);
  }
  return [...listed.values()];
}

/** Reads and authenticates a whole point; each item in it must have been so while the snapshot was made. */
export async function contentOf(
  { dataDir, kms, knowledge }: Pick<Inspection, "dataDir" | "kms" | "knowledge">,
  { RecoveryPointArn: arn, ResourceArn, CreationDate, CompletionDate }: RecoveryPointByBackupVault,
  find: Find,
): Promise<string> {
  const id = arn!.split(":").at(-1)!;
  const [from, to] = [CreationDate!.getTime(), CompletionDate!.getTime()];
  const found = new Map<string, Item>();
  try {
    const { chunks } = await openSnapshot(
      join(dataDir, "backup", "vaults", vaultName, id),
      { id, resourceArn: ResourceArn!, creationDate: CreationDate!.toISOString() },
      (ciphertext) => kms.decrypt(ciphertext, encryptionContext(arn!)),
    );
    for await (const lines of chunks()) {
      for (const item of lines
        .toString()
        .split("\n")
        .map((line) => JSON.parse(line) as Item)) {
        if (found.has(item.id!.S!)) find(`Recovery point ${id} holds ${item.id!.S} twice.`);
        found.set(item.id!.S!, item);
      }
    }
  } catch (error) {
    find(`Recovery point ${arn} can't be read: ${(error as Error).message}.`);
  }
  for (const [key, history] of knowledge.items[ResourceArn!.split("/")[1]!]!) {
    const item = found.get(key);
    if (!history.allows(asValue(item), from, to))
      find(
        `Recovery point ${id} holds ${key} as it wasn't while the snapshot was made: ${JSON.stringify(item)}.`,
      );
  }
  return digestOf(found.values());
}

function digestOf(items: Iterable<Item>): string {
  const hash = createHash("sha256");
  for (const line of Array.from(items, (item) => asValue(item)!).sort()) hash.update(`${line}\n`);
  return hash.digest("hex");
}

/** Nothing that was being written or removed is left. */
async function inspectFolders(
  { dataDir, knowledge }: Inspection,
  points: RecoveryPointByBackupVault[],
  find: Find,
): Promise<void> {
  const folder = join(dataDir, "backup");
  const expected = new Set([
    "vault.json",
    ...points.map(({ RecoveryPointArn: arn }) => arn!.split(":").at(-1)!),
  ]);
  for (const name of await readdir(join(folder, "vaults", vaultName))) {
    if (!expected.has(name)) find(`${name} is left in the vault's folder.`);
  }
  for (const kind of ["backup-jobs", "restore-jobs"]) {
    for (const name of await readdir(join(folder, kind)))
      if (!/^[0-9a-f-]{36}\.json$/i.test(name)) find(`${name} is left in ${kind}.`);
  }
  for (const { RecoveryPointArn: arn } of points) {
    const names = await readdir(join(folder, "vaults", vaultName, arn!.split(":").at(-1)!));
    for (const name of names)
      if (!/^(point\.json|manifest\.json|\d{8}\.chunk)$/.test(name)) find(`${name} is left in ${arn}.`);
  }
  if (knowledge.backupJobs.size === 0) find("No backup job has been started.");
}

async function inspectTables(inspection: Inspection, find: Find): Promise<void> {
  const { dynamodb, knowledge, contents } = inspection;
  const listed = new Set<string>();
  for await (const { TableNames = [] } of paginateListTables({ client: dynamodb }, {})) {
    for (const name of TableNames) listed.add(name);
  }
  for (const name of tableNames) if (!listed.delete(name)) find(`Table ${name} is lost.`);
  for (const { table, pointArn, status } of knowledge.restoreJobs.values()) {
    if (status !== "COMPLETED") continue;
    const gone = knowledge.tablesGone.get(table);
    const isThere = listed.delete(table);
    if (!isThere && !gone) find(`The restored table ${table} is lost.`);
    if (isThere && gone === "done") find(`The restored table ${table} was deleted and is back.`);
    if (gone) {
      if (isThere) knowledge.tablesGone.delete(table);
      else knowledge.tablesGone.set(table, "done");
    }
    if (!isThere) continue;
    const restored = digestOf((await scan(inspection, table)).values());
    if (restored !== (contents.get(pointArn) ?? restored))
      find(`The restored table ${table} doesn't hold what ${pointArn} does.`);
  }
  for (const name of listed) find(`Table ${name} is left of a restore that didn't complete.`);
}

/** The tables' own items: nothing that was answered is lost, and the index agrees with the table. */
async function inspectItems(inspection: Inspection, table: string, find: Find): Promise<void> {
  const found = await scan(inspection, table);
  const now = Date.now();
  for (const [key, history] of inspection.knowledge.items[table]!) {
    if (!history.settle(asValue(found.get(key)), now))
      find(`${key} of ${table} is ${asValue(found.get(key))}, and was last written as ${history.last()}.`);
  }
  if (digestOf((await scan(inspection, table, "byKind")).values()) !== digestOf(found.values()))
    find(`The index of ${table} doesn't hold what the table does.`);
}

async function scan({ dynamodb }: Inspection, table: string, index?: string): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  const input = { TableName: table, IndexName: index };
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, input)) {
    for (const item of Items) found.set(item.id!.S!, item);
  }
  return found;
}
