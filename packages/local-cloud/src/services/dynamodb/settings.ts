import { AwsError } from "../../errors.ts";
import type { Clock } from "../../service.ts";
import { engineCall } from "./call.ts";
import type { Engine } from "./engine.ts";
import type { Recovery } from "./recovery/recovery.ts";
import type { Restores } from "./recovery/restores.ts";
import type { ChangeCapture } from "./streams.ts";
import { describeTable, type TableDetails, type Tables } from "./tables.ts";

export interface SettingsDeps {
  engine: Engine;
  tables: Tables;
  /** The ARN of a KMS key, by its id, ARN or alias. */
  keyArn: (idOrAlias: string) => string;
  /** What AWS Backup is doing with a table. */
  jobs: { isBackingUp(table: string): boolean; isRestoring(table: string): boolean };
  recovery: Pick<Recovery, "window" | "prune">;
  restores: Pick<Restores, "start" | "isTarget">;
  changes: Pick<ChangeCapture, "settled">;
  clock: Clock;
}

export type SettingsOperation = (input: Record<string, any>, deps: SettingsDeps) => Promise<unknown>;

export const nameOf = (nameOrArn: string): string => nameOrArn.split("/")[1] ?? nameOrArn;

/** Operations on what a table has beside its items; the engine never sees them, or sees them without these settings. */
export const settingsOperations: Record<string, SettingsOperation> = {
  async CreateTable(input, deps) {
    if (isBeingRestored(input.TableName, deps))
      throw new AwsError("ResourceInUseException", `Table already exists: ${input.TableName}`);
    const { DeletionProtectionEnabled, StreamSpecification, SSESpecification, Tags, ...table } = input;
    const created = await engineCall(deps.engine, "CreateTable", table);
    deps.tables.saveSettings(input.TableName, {
      deletionProtection: DeletionProtectionEnabled,
      streamViewType: StreamSpecification?.StreamEnabled ? StreamSpecification.StreamViewType : undefined,
      kmsKeyArn: SSESpecification?.Enabled ? encryptionKey(SSESpecification.KMSMasterKeyId, deps) : undefined,
      tags: Tags && fromTagList(Tags),
    });
    return { TableDescription: describe(created.TableDescription, deps.tables) };
  },

  async UpdateTable(input, deps) {
    if (isBeingRestored(nameOf(input.TableName), deps))
      throw new AwsError("ResourceInUseException", `Table is being created: ${nameOf(input.TableName)}`);
    const { DeletionProtectionEnabled, StreamSpecification, SSESpecification, ...change } = input;
    const details = await existing(input.TableName, deps.tables);
    const { TableName: _, AttributeDefinitions: __, ...rest } = change;
    if (Object.keys(rest).length > 0) await engineCall(deps.engine, "UpdateTable", change);
    deps.tables.saveSettings(nameOf(input.TableName), {
      ...details.settings,
      ...(DeletionProtectionEnabled !== undefined && { deletionProtection: DeletionProtectionEnabled }),
      ...(StreamSpecification && {
        streamViewType: StreamSpecification.StreamEnabled ? StreamSpecification.StreamViewType : undefined,
      }),
      ...(SSESpecification && {
        kmsKeyArn: SSESpecification.Enabled
          ? encryptionKey(SSESpecification.KMSMasterKeyId, deps)
          : undefined,
      }),
    });
    const { Table } = await engineCall(deps.engine, "DescribeTable", { TableName: nameOf(input.TableName) });
    return { TableDescription: describe(Table, deps.tables) };
  },

  async DeleteTable(input, deps) {
    const name = nameOf(input.TableName);
    if (deps.tables.settings(name).deletionProtection) {
      throw new AwsError(
        "ValidationException",
        `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
      );
    }
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/UsageNotesAWS.html
    if (deps.jobs.isBackingUp(name) || isBeingRestored(name, deps)) {
      throw new AwsError(
        "ResourceInUseException",
        `Table is in use by AWS Backup: ${name}. Wait for its job to end.`,
      );
    }
    const deleted = await engineCall(deps.engine, "DeleteTable", { TableName: name });
    const TableDescription = describe(deleted.TableDescription, deps.tables);
    deps.tables.forget(name);
    return { TableDescription };
  },

  async ListTagsOfResource(input, { tables }) {
    const { tags } = await existing(input.ResourceArn, tables);
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },

  async TagResource(input, { tables }) {
    const { settings, tags } = await existing(input.ResourceArn, tables);
    tables.saveSettings(nameOf(input.ResourceArn), {
      ...settings,
      tags: { ...tags, ...fromTagList(input.Tags) },
    });
    return {};
  },

  async UntagResource(input, { tables }) {
    const { settings, tags } = await existing(input.ResourceArn, tables);
    const kept = Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys.includes(key)));
    tables.saveSettings(nameOf(input.ResourceArn), { ...settings, tags: kept });
    return {};
  },
};

/** DynamoDB calls it CREATING: nobody reads or writes it, and its name is taken. */
export const isBeingRestored = (table: string, { jobs, restores }: Pick<SettingsDeps, "jobs" | "restores">) =>
  jobs.isRestoring(table) || restores.isTarget(table);

/** Encryption with KMS that names no key uses the one AWS manages for DynamoDB. */
export const encryptionKey = (id: string | undefined, { keyArn }: Pick<SettingsDeps, "keyArn">): string =>
  keyArn(id ?? "alias/aws/dynamodb");

export const fromTagList = (tags: { Key: string; Value: string }[]): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));

/** Throws what DynamoDB throws for a table that isn't there. */
export async function existing(
  nameOrArn: string,
  tables: Tables,
  error = "ResourceNotFoundException",
): Promise<TableDetails> {
  const name = nameOf(nameOrArn);
  const details = await tables.describe(name);
  if (!details) throw new AwsError(error, `Requested resource not found: Table: ${name} not found`);
  return details;
}

export const describe = (table: any, tables: Tables) =>
  describeTable(table, tables.settings(table.TableName), tables.arn(table.TableName));
