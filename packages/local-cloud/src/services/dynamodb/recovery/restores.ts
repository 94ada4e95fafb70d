import type { CloudClock } from "../../../clock.ts";
import { AwsError } from "../../../errors.ts";
import { patientCall } from "../call.ts";
import type { Engine } from "../engine.ts";
import { createTable, removeTable } from "../moving/fill.ts";
import { definitionOf, type TableDefinition } from "../moving/table.ts";
import type { TableSettings, Tables } from "../tables.ts";
import type { Recovery } from "./recovery.ts";
import { rewind } from "./rewind.ts";

export interface RestoreRequest {
  source: string;
  target: string;
  /** Epoch milliseconds. */
  at: number;
  /** What the target has otherwise than the source. */
  overrides: Partial<TableDefinition>;
  settings: TableSettings;
}

/** Tables that are being made from another one's continuous backups. */
export interface Restores {
  /** Resolves when the table is there, and being filled. */
  start(request: RestoreRequest): Promise<void>;
  isTarget(table: string): boolean;
  /** Removes the tables that a crash left half restored. */
  clearUnfinished(): Promise<void>;
  /** Ends what is under way; its tables go. */
  stop(): Promise<void>;
}

interface RestoresDeps {
  engine: Pick<Engine, "send" | "client">;
  tables: Tables;
  recovery: Recovery;
  clock: Pick<CloudClock, "work">;
  log(message: string): void;
}

export function createRestores({ engine, tables, recovery, clock, log }: RestoresDeps): Restores {
  const stopping = new AbortController();
  const running = new Map<string, Promise<void>>();
  const call = patientCall(engine);

  async function fill({ source, target, at }: RestoreRequest): Promise<void> {
    const { signal } = stopping;
    try {
      await rewind({ call, log: recovery.log(source), from: source, to: target, at, signal });
      const { restore, ...settings } = tables.settings(target);
      tables.saveSettings(target, { ...settings, restore: { ...restore!, unfinished: undefined } });
    } catch (error) {
      log(`${target} couldn't be restored and is removed: ${(error as Error).message}`);
      await remove(target);
    } finally {
      running.delete(target);
    }
  }

  async function remove(table: string): Promise<void> {
    await removeTable(engine.client, table);
    tables.forget(table);
  }

  return {
    async start(request) {
      const { source, target, at, overrides, settings } = request;
      const { description } = (await tables.describe(source))!;
      // Noted before the table is made, so that a crash at any instant leaves word of it.
      const restore = {
        sourceTableArn: tables.arn(source),
        at: new Date(at).toISOString(),
        unfinished: true,
      };
      if (running.has(target)) throw alreadyExists(target);
      const settingsBefore = tables.settings(target);
      const { promise: made, resolve, reject } = Promise.withResolvers<void>();
      running.set(target, made);
      tables.saveSettings(target, { ...settings, restore });
      try {
        const definition = { ...definitionOf(description), ...overrides };
        await createTable(engine.client, target, definition, stopping.signal);
        resolve();
      } catch (error) {
        running.delete(target);
        made.catch(() => {});
        reject(error);
        if ((error as Error).name === "ResourceInUseException") {
          // What is there by that name isn't ours.
          tables.saveSettings(target, { ...settingsBefore, restore: settingsBefore.restore });
          throw alreadyExists(target);
        }
        await remove(target);
        throw error;
      }
      running.set(target, clock.work(fill(request)));
    },
    isTarget: (table) => running.has(table),
    async clearUnfinished() {
      // A table that wasn't made yet has its note already: one that gets its name later mustn't inherit it.
      for (const table of tables.withSettings()) {
        if (!tables.settings(table).restore?.unfinished || running.has(table)) continue;
        log(`${table} was half restored when the local cloud ended, and is removed.`);
        await remove(table);
      }
    },
    async stop() {
      stopping.abort(new Error("The local cloud was stopped."));
      await Promise.allSettled(running.values());
    },
  };
}

export const alreadyExists = (table: string) =>
  new AwsError("TableAlreadyExistsException", `Table already exists: ${table}`);
