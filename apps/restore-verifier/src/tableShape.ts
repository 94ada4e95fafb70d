import type {
  AttributeDefinition,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  LocalSecondaryIndexDescription,
  TableDescription,
} from "@aws-sdk/client-dynamodb";
import type { Encryption, IndexShape, KeyAttribute, TableShape } from "@holdfast/restore-check";

/** What a restore brings back of a table, out of DynamoDB's description of it. */
export function tableShape(table: TableDescription): TableShape {
  const { AttributeDefinitions = [], KeySchema = [], SSEDescription } = table;
  const index =
    (kind: IndexShape["kind"]) =>
    (one: GlobalSecondaryIndexDescription | LocalSecondaryIndexDescription): IndexShape => ({
      name: one.IndexName!,
      kind,
      key: keyOf(one.KeySchema ?? [], AttributeDefinitions),
      projection: [
        one.Projection?.ProjectionType,
        ...(one.Projection?.NonKeyAttributes ?? []).toSorted(),
      ].join(" "),
    });
  return {
    key: keyOf(KeySchema, AttributeDefinitions),
    indexes: [
      ...(table.GlobalSecondaryIndexes ?? []).map(index("global")),
      ...(table.LocalSecondaryIndexes ?? []).map(index("local")),
    ],
    encryption: encryptionOf(SSEDescription),
  };
}

function keyOf(schema: KeySchemaElement[], definitions: AttributeDefinition[]): KeyAttribute[] {
  return schema.map(({ AttributeName, KeyType }) => ({
    name: AttributeName!,
    role: KeyType!,
    type: definitions.find((one) => one.AttributeName === AttributeName)?.AttributeType ?? "unknown",
  }));
}

/** DynamoDB describes no encryption where it is by the AWS-owned key. */
function encryptionOf(sse: TableDescription["SSEDescription"]): Encryption {
  return sse?.SSEType === "KMS" ? { type: "KMS", keyArn: sse.KMSMasterKeyArn } : { type: "Default" };
}
