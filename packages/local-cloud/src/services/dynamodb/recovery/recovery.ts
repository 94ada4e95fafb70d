import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../../service.ts";
import type { BeforeImages } from "../streams.ts";
import type { TableSettings, Tables } from "../tables.ts";
import { createRecoveryLog, type RecoveryLog } from "./log.ts";

/** Continuous backups: what every item was before each write, for as long as the table can be recovered. */
export interface Recovery extends BeforeImages {
  /** From when to when a table can be recovered; undefined when it can't be. */
  window(table: string): { earliest: Date; latest: Date } | undefined;
  log(table: string): RecoveryLog;
  /** Removes what is older than the tables' recovery periods, and the logs of tables that have none. */
  prune(): Promise<void>;
  stop(): Promise<void>;
}

interface RecoveryDeps {
  folder: string;
  tables: Pick<Tables, "settings">;
  clock: Clock;
  /** Whether all writes pass the front door: nobody else writes to the engine that is built in. */
  seesAllWrites: boolean;
}

const dayMs = 86_400_000;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoveryDescription.html */
const behindMs = 5 * 60_000;

export function createRecovery({ folder, tables, clock, seesAllWrites }: RecoveryDeps): Recovery {
  const logs = new Map<string, RecoveryLog>();

  /** A log of its own for each time that recovery was turned on. */
  function folderOf(table: string): string | undefined {
    const since = sinceOf(tables.settings(table));
    return since === undefined ? undefined : join(table, String(since));
  }
  const sinceOf = ({ recoveryPeriodInDays, recoverySince }: TableSettings): number | undefined =>
    recoveryPeriodInDays === undefined || recoverySince === undefined ? undefined : Date.parse(recoverySince);

  function logIn(path: string): RecoveryLog {
    const log = logs.get(path) ?? createRecoveryLog(join(folder, path));
    logs.set(path, log);
    return log;
  }

  function earliestOf(settings: TableSettings, now: number): number {
    return Math.max(sinceOf(settings)!, now - settings.recoveryPeriodInDays! * dayMs);
  }

  async function forget(path: string): Promise<void> {
    await logs.get(path)?.close();
    logs.delete(path);
    await rm(join(folder, path), { recursive: true });
  }

  const recovery: Recovery = {
    wants: (table) => seesAllWrites && folderOf(table) !== undefined,
    async keep(images) {
      const at = clock.now().getTime();
      const byLog = Map.groupBy(images, ({ table }) => folderOf(table));
      await Promise.all(
        [...byLog].map(([path, all]) =>
          path === undefined
            ? undefined
            : logIn(path).append(all.map(({ key, before }) => ({ at, key, before }))),
        ),
      );
    },
    window(table) {
      const settings = tables.settings(table);
      if (!recovery.wants(table)) return undefined;
      const now = clock.now().getTime();
      const earliest = earliestOf(settings, now);
      return { earliest: new Date(earliest), latest: new Date(Math.max(earliest, now - behindMs)) };
    },
    log: (table) => logIn(folderOf(table)!),
    async prune() {
      const now = clock.now().getTime();
      for (const table of await namesIn(folder)) {
        for (const since of await namesIn(join(folder, table))) {
          const path = join(table, since);
          if (path === folderOf(table)) await logIn(path).prune(earliestOf(tables.settings(table), now));
          else await forget(path);
        }
      }
    },
    async stop() {
      await Promise.all([...logs.values()].map((log) => log.close()));
      logs.clear();
    },
  };
  return recovery;
}

const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
