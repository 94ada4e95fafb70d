import type { KeySchemaElement } from "@aws-sdk/client-dynamodb";
import type { ResourceHandler, ResourceResult } from "../../service.ts";
import { hasSettled, updateIndexes } from "./indexes.ts";
import { encryptionKey, fromTagList, type SettingsDeps, settingsOperations } from "./settings.ts";
import { streamLabel } from "./tables.ts";

/** CloudFormation's table, made once and brought up to date on every later start: its items stay. */
export function dynamoDbResources(deps: SettingsDeps): Record<string, ResourceHandler> {
  return {
    async "AWS::DynamoDB::Table"({ properties, physicalId }): Promise<ResourceResult> {
      const name = properties.TableName ?? physicalId;
      const { tables } = deps;
      const wanted = creation(name, properties);
      const found = await tables.describe(name);
      if (!found) {
        await settingsOperations.CreateTable!(wanted, deps);
        // A stop before the server has made it ACTIVE would leave it in the making for ever.
        if (!(await hasSettled(name, deps))) {
          throw new Error(`The DynamoDB server hasn't finished making the table ${name} within a minute.`);
        }
      }
      const warnings = found ? await updateIndexes(wanted, deps) : [];
      if (found && !sameKey(wanted.KeySchema, found.description.KeySchema)) {
        warnings.push(
          `The table ${name} keeps its key: start with --fresh to make it anew, without its items.`,
        );
      }
      const recovery = properties.PointInTimeRecoverySpecification;
      const ttl = properties.TimeToLiveSpecification;
      const encryption = properties.SSESpecification;
      tables.saveSettings(name, {
        deletionProtection: properties.DeletionProtectionEnabled ?? false,
        recoveryPeriodInDays: recovery?.PointInTimeRecoveryEnabled
          ? (recovery.RecoveryPeriodInDays ?? 35)
          : undefined,
        streamViewType: properties.StreamSpecification?.StreamViewType,
        kmsKeyArn: encryption?.SSEEnabled ? encryptionKey(encryption.KMSMasterKeyId, deps) : undefined,
        ttlAttribute: ttl?.Enabled ? ttl.AttributeName : undefined,
        ttlChangedAt: tables.settings(name).ttlChangedAt,
        tags: fromTagList(properties.Tags ?? []),
      });
      return {
        ref: name,
        attributes: { Arn: tables.arn(name), StreamArn: `${tables.arn(name)}/stream/${streamLabel}` },
        warnings,
      };
    },
  };
}

const sameKey = (wanted: KeySchemaElement[], found: KeySchemaElement[] | undefined): boolean => {
  const text = (key: KeySchemaElement[] = []) =>
    key
      .map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`)
      .sort()
      .join();
  return text(wanted) === text(found);
};

function creation(name: string, properties: Record<string, any>) {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, LocalSecondaryIndexes } = properties;
  const billing = properties.BillingMode ?? "PROVISIONED";
  return {
    TableName: name,
    KeySchema,
    AttributeDefinitions,
    BillingMode: billing,
    ...(billing === "PROVISIONED" && { ProvisionedThroughput: capacity(properties.ProvisionedThroughput) }),
    ...(LocalSecondaryIndexes && { LocalSecondaryIndexes }),
    ...(GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: GlobalSecondaryIndexes.map((index: Record<string, any>) => ({
        IndexName: index.IndexName,
        KeySchema: index.KeySchema,
        Projection: index.Projection,
        ...(billing === "PROVISIONED" && { ProvisionedThroughput: capacity(index.ProvisionedThroughput) }),
      })),
    }),
  };
}

const capacity = (throughput: Record<string, any> | undefined) => ({
  ReadCapacityUnits: Number(throughput?.ReadCapacityUnits ?? 5),
  WriteCapacityUnits: Number(throughput?.WriteCapacityUnits ?? 5),
});
