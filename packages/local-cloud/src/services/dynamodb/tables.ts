import { DescribeTableCommand, ListTablesCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import type { JsonFile } from "../../jsonFile.ts";
import type { Clock, Place } from "../../service.ts";
import type { Engine } from "./engine.ts";

/** What DynamoDB keeps about a table beside its items, and the engine doesn't. */
export interface TableSettings {
  deletionProtection?: boolean;
  /** Days that point-in-time recovery reaches back; absent when it is off. */
  recoveryPeriodInDays?: number;
  /** Since when it has been on, ISO 8601. Kept by itself. */
  recoverySince?: string;
  /** What the table was made from, when it was. */
  restore?: TableRestore;
  streamViewType?: string;
  /** Absent: an AWS owned key. */
  kmsKeyArn?: string;
  ttlAttribute?: string;
  /** When it was last changed by API, ISO 8601. */
  ttlChangedAt?: string;
  tags?: Record<string, string>;
  /** By the cloud's clock, ISO 8601; the engine knows only the machine's. Kept by itself. */
  createdAt?: string;
}

export interface TableRestore {
  sourceTableArn: string;
  /** ISO 8601. */
  at: string;
  /** The table isn't whole: after a crash it goes. */
  unfinished?: boolean;
}

export interface TableDetails {
  description: TableDescription;
  tags: Record<string, string>;
  settings: TableSettings;
}

export interface Tables {
  describe(name: string): Promise<TableDetails | undefined>;
  list(): Promise<string[]>;
  settings(name: string): TableSettings;
  saveSettings(name: string, settings: TableSettings): void;
  forget(name: string): void;
  /** Those that have settings, be they there or not. */
  withSettings(): string[];
  arn(name: string): string;
}

/** The tags of a table, or of the table that an index or a stream is of. */
export function tableTags(
  arn: string,
  { settings }: Pick<Tables, "settings">,
): Record<string, string> | undefined {
  const name = /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)/.exec(arn)?.[1];
  return name === undefined ? undefined : settings(name).tags;
}

/** A stream has one name as long as its table lives; the local cloud starts it at the epoch. */
export const streamLabel = "1970-01-01T00:00:00.000";

export function createTables(
  engine: Engine,
  file: JsonFile<Record<string, TableSettings>>,
  place: Place,
  clock: Clock,
): Tables {
  const arn = (name: string) =>
    `arn:${place.partition}:dynamodb:${place.region}:${place.accountId}:table/${name}`;
  const tables: Tables = {
    arn,
    settings: (name) => file.value[name] ?? {},
    saveSettings(name, settings) {
      const before = file.value[name];
      const now = clock.now().toISOString();
      const wasOn = before?.recoveryPeriodInDays !== undefined ? before.recoverySince : undefined;
      file.value[name] = {
        restore: before?.restore,
        ...settings,
        createdAt: before ? before.createdAt : now,
        recoverySince:
          settings.recoveryPeriodInDays === undefined ? undefined : (settings.recoverySince ?? wasOn ?? now),
      };
      file.save();
    },
    forget(name) {
      delete file.value[name];
      file.save();
    },
    withSettings: () => Object.keys(file.value),
    async list() {
      const names: string[] = [];
      let start: string | undefined;
      do {
        const page = await engine.client.send(new ListTablesCommand({ ExclusiveStartTableName: start }));
        names.push(...(page.TableNames ?? []));
        start = page.LastEvaluatedTableName;
      } while (start);
      return names;
    },
    async describe(name) {
      const found = await engine.client.send(new DescribeTableCommand({ TableName: name })).catch((error) => {
        if (error.name === "ResourceNotFoundException") return undefined;
        throw error;
      });
      if (!found?.Table) return undefined;
      const settings = tables.settings(name);
      return {
        description: describeTable(found.Table, settings, arn(name)),
        tags: settings.tags ?? {},
        settings,
      };
    },
  };
  return tables;
}

/** The engine's description of a table, with the settings kept here and ARNs of this place. */
export function describeTable<T extends TableDescription>(table: T, settings: TableSettings, arn: string): T {
  return {
    ...table,
    ...(settings.createdAt && { CreationDateTime: timestamp(settings.createdAt, table.CreationDateTime) }),
    TableArn: arn,
    TableId: table.TableId,
    DeletionProtectionEnabled: settings.deletionProtection ?? false,
    ...(table.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({
        ...index,
        IndexArn: `${arn}/index/${index.IndexName}`,
      })),
    }),
    ...(table.LocalSecondaryIndexes && {
      LocalSecondaryIndexes: table.LocalSecondaryIndexes.map((index) => ({
        ...index,
        IndexArn: `${arn}/index/${index.IndexName}`,
      })),
    }),
    ...(settings.streamViewType && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: settings.streamViewType },
      LatestStreamLabel: streamLabel,
      LatestStreamArn: `${arn}/stream/${streamLabel}`,
    }),
    ...(settings.restore && {
      RestoreSummary: {
        SourceTableArn: settings.restore.sourceTableArn,
        RestoreDateTime: timestamp(settings.restore.at, table.CreationDateTime),
        RestoreInProgress: settings.restore.unfinished ?? false,
      },
    }),
    ...(settings.kmsKeyArn && {
      SSEDescription: { Status: "ENABLED", SSEType: "KMS", KMSMasterKeyArn: settings.kmsKeyArn },
    }),
  };
}

/** Epoch seconds where the engine's own answer has them, a date where the SDK has made one. */
const timestamp = (iso: string, engines: unknown) =>
  (engines instanceof Date ? new Date(iso) : Date.parse(iso) / 1000) as Date;
