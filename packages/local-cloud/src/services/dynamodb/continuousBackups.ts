import type { GlobalSecondaryIndex } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../errors.ts";
import { engineCall } from "./call.ts";
import { definitionOf } from "./moving/table.ts";
import { alreadyExists } from "./recovery/restores.ts";
import {
  describe,
  encryptionKey,
  existing,
  nameOf,
  type SettingsDeps,
  type SettingsOperation,
} from "./settings.ts";
import type { TableDetails } from "./tables.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html */
export const continuousBackupOperations: Record<string, SettingsOperation> = {
  async DescribeContinuousBackups({ TableName }, deps) {
    await existing(TableName, deps.tables, "TableNotFoundException");
    return { ContinuousBackupsDescription: continuousBackups(nameOf(TableName), deps) };
  },

  async UpdateContinuousBackups({ TableName, PointInTimeRecoverySpecification }, deps) {
    const name = nameOf(TableName);
    const { settings } = await existing(TableName, deps.tables, "TableNotFoundException");
    const { PointInTimeRecoveryEnabled: on, RecoveryPeriodInDays = 35 } =
      PointInTimeRecoverySpecification ?? {};
    if (typeof on !== "boolean") throw invalid("PointInTimeRecoveryEnabled must be true or false");
    if (!Number.isInteger(RecoveryPeriodInDays) || RecoveryPeriodInDays < 1 || RecoveryPeriodInDays > 35)
      throw invalid("RecoveryPeriodInDays must be between 1 and 35");
    const wasOn = deps.recovery.window(name) !== undefined;
    deps.tables.saveSettings(name, {
      ...settings,
      recoveryPeriodInDays: on ? RecoveryPeriodInDays : undefined,
    });
    if (on && !wasOn) {
      // Writes that had begun before aren't in the log: the table can be recovered from when they are over.
      await deps.changes.settled();
      const recoverySince = deps.clock.now().toISOString();
      deps.tables.saveSettings(name, { ...deps.tables.settings(name), recoverySince });
    }
    if (!on) await deps.recovery.prune();
    return { ContinuousBackupsDescription: continuousBackups(name, deps) };
  },

  async RestoreTableToPointInTime(input, deps) {
    const source = nameOf(input.SourceTableName ?? input.SourceTableArn ?? "");
    const target = nameOf(input.TargetTableName ?? "");
    const { description, settings } = await existing(source, deps.tables, "TableNotFoundException");
    if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(target))
      throw invalid("TargetTableName has to have 3 to 255 letters, digits, _, . and -");
    if (await deps.tables.describe(target)) throw alreadyExists(target);
    const at = restoreTime(source, input, deps);
    const encryption = input.SSESpecificationOverride;
    await deps.restores.start({
      source,
      target,
      at,
      overrides: overridesOf(input, description),
      settings: {
        kmsKeyArn: encryption
          ? encryption.Enabled
            ? encryptionKey(encryption.KMSMasterKeyId, deps)
            : undefined
          : settings.kmsKeyArn,
      },
    });
    const { Table } = await engineCall(deps.engine, "DescribeTable", { TableName: target });
    return { TableDescription: { ...describe(Table, deps.tables), TableStatus: "CREATING" } };
  },
};

function continuousBackups(table: string, { recovery, tables }: Pick<SettingsDeps, "recovery" | "tables">) {
  const { recoveryPeriodInDays } = tables.settings(table);
  const window = recovery.window(table);
  return {
    ContinuousBackupsStatus: "ENABLED",
    PointInTimeRecoveryDescription:
      recoveryPeriodInDays === undefined
        ? { PointInTimeRecoveryStatus: "DISABLED" }
        : {
            PointInTimeRecoveryStatus: "ENABLED",
            RecoveryPeriodInDays: recoveryPeriodInDays,
            ...(window && {
              EarliestRestorableDateTime: window.earliest.getTime() / 1000,
              LatestRestorableDateTime: window.latest.getTime() / 1000,
            }),
          },
  };
}

function restoreTime(source: string, input: Record<string, any>, { recovery, tables }: SettingsDeps): number {
  const window = recovery.window(source);
  if (!window) {
    const unavailable = (why: string) => new AwsError("PointInTimeRecoveryUnavailableException", why);
    if (tables.settings(source).recoveryPeriodInDays === undefined)
      throw unavailable(`Point in time recovery is not enabled for table '${source}'`);
    throw unavailable(
      `Table '${source}' is in a DynamoDB server that the local cloud doesn't see all writes to: only the one that is built in can restore a table to a point in time.`,
    );
  }
  const { RestoreDateTime: given, UseLatestRestorableTime: latest } = input;
  if ((given === undefined) === !latest)
    throw invalid("Either RestoreDateTime or UseLatestRestorableTime has to be given, and not both");
  if (latest) return window.latest.getTime();
  const at = Math.round(Number(given) * 1000);
  if (at >= window.earliest.getTime() && at <= window.latest.getTime()) return at;
  throw new AwsError(
    "InvalidRestoreTimeException",
    `RestoreDateTime has to be between ${window.earliest.toISOString()} and ${window.latest.toISOString()}.`,
  );
}

function overridesOf(input: Record<string, any>, description: TableDetails["description"]) {
  const { GlobalSecondaryIndexOverride, LocalSecondaryIndexOverride, BillingModeOverride } = input;
  const now = definitionOf(description);
  const known = [...(now.GlobalSecondaryIndexes ?? []), ...(now.LocalSecondaryIndexes ?? [])];
  for (const { IndexName } of [
    ...(GlobalSecondaryIndexOverride ?? []),
    ...(LocalSecondaryIndexOverride ?? []),
  ]) {
    if (!known.some((index) => index.IndexName === IndexName))
      throw invalid(`${IndexName} isn't an index of the source table`);
  }
  const onDemand = (BillingModeOverride ?? now.BillingMode) === "PAY_PER_REQUEST";
  const indexes = (all: GlobalSecondaryIndex[] | undefined): GlobalSecondaryIndex[] | undefined =>
    all?.length
      ? all.map((index) => (onDemand ? { ...index, ProvisionedThroughput: undefined } : index))
      : undefined;
  const definition = {
    BillingMode: BillingModeOverride ?? now.BillingMode,
    ProvisionedThroughput: onDemand
      ? undefined
      : (input.ProvisionedThroughputOverride ?? now.ProvisionedThroughput),
    GlobalSecondaryIndexes: indexes(GlobalSecondaryIndexOverride ?? now.GlobalSecondaryIndexes),
    LocalSecondaryIndexes: indexes(LocalSecondaryIndexOverride ?? now.LocalSecondaryIndexes),
  };
  return { ...definition, AttributeDefinitions: keyAttributes({ ...now, ...definition }) };
}

/** DynamoDB takes definitions of key attributes only. */
function keyAttributes(definition: ReturnType<typeof definitionOf>) {
  const keys = new Set(
    [definition, ...(definition.GlobalSecondaryIndexes ?? []), ...(definition.LocalSecondaryIndexes ?? [])]
      .flatMap(({ KeySchema = [] }) => KeySchema)
      .map(({ AttributeName }) => AttributeName),
  );
  return definition.AttributeDefinitions?.filter(({ AttributeName }) => keys.has(AttributeName));
}

const invalid = (message: string) => new AwsError("ValidationException", message);
