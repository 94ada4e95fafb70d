import { expect, test } from "vitest";
import { tableShape } from "./tableShape.ts";

test("takes keys, indexes and encryption from a table's description", () => {
  const shape = tableShape({
    AttributeDefinitions: [
      { AttributeName: "id", AttributeType: "S" },
      { AttributeName: "rank", AttributeType: "N" },
    ],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    GlobalSecondaryIndexes: [
      {
        IndexName: "byRank",
        KeySchema: [{ AttributeName: "rank", KeyType: "HASH" }],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["name", "age"] },
      },
    ],
    LocalSecondaryIndexes: [
      {
        IndexName: "local",
        KeySchema: [
          { AttributeName: "id", KeyType: "HASH" },
          { AttributeName: "rank", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      },
    ],
    SSEDescription: { SSEType: "KMS", KMSMasterKeyArn: "arn:1" },
  });
  const id = { name: "id", role: "HASH", type: "S" };
  expect(shape).toEqual({
    key: [id],
    indexes: [
      {
        name: "byRank",
        kind: "global",
        key: [{ name: "rank", role: "HASH", type: "N" }],
        projection: "INCLUDE age name",
      },
      {
        name: "local",
        kind: "local",
        key: [id, { name: "rank", role: "RANGE", type: "N" }],
        projection: "ALL",
      },
    ],
    encryption: { type: "KMS", keyArn: "arn:1" },
  });
});

test("takes a table that describes no encryption for one under the AWS-owned key", () => {
  expect(tableShape({})).toEqual({ key: [], indexes: [], encryption: { type: "Default" } });
});
