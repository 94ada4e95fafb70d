import type {
  CreateTableCommandInput,
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  ProvisionedThroughputDescription,
  TableDescription,
} from "@aws-sdk/client-dynamodb";

/** What a restore brings back of a table besides its items; no tags, TTL, stream, PITR or deletion protection. */
export type TableDefinition = Pick<
  CreateTableCommandInput,
  | "AttributeDefinitions"
  | "KeySchema"
  | "BillingMode"
  | "ProvisionedThroughput"
  | "LocalSecondaryIndexes"
  | "GlobalSecondaryIndexes"
>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_HowItWorks.html */
export function definitionOf(table: TableDescription): TableDefinition {
  const provisioned = table.BillingModeSummary?.BillingMode !== "PAY_PER_REQUEST";
  const local = table.LocalSecondaryIndexes?.map(index);
  const global = table.GlobalSecondaryIndexes?.map((description) => ({
    ...index(description),
    ...(provisioned && { ProvisionedThroughput: throughput(description.ProvisionedThroughput) }),
  }));
  return {
    AttributeDefinitions: table.AttributeDefinitions,
    KeySchema: table.KeySchema,
    BillingMode: provisioned ? "PROVISIONED" : "PAY_PER_REQUEST",
    ...(provisioned && { ProvisionedThroughput: throughput(table.ProvisionedThroughput) }),
    ...(local?.length && { LocalSecondaryIndexes: local }),
    ...(global?.length && { GlobalSecondaryIndexes: global }),
  };
}

const index = ({
  IndexName,
  KeySchema,
  Projection,
}: GlobalSecondaryIndexDescription | LocalSecondaryIndexDescription) => ({
  IndexName,
  KeySchema,
  Projection,
});

const throughput = (description: ProvisionedThroughputDescription | undefined) => ({
  ReadCapacityUnits: description?.ReadCapacityUnits,
  WriteCapacityUnits: description?.WriteCapacityUnits,
});
