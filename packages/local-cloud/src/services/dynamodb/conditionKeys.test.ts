import { expect, it } from "vitest";
import { conditionKeys } from "./conditionKeys.ts";

it.each([
  ["Query", { TableName: "t", Select: "COUNT" }, { "dynamodb:Select": "COUNT" }],
  [
    "PutItem",
    { ReturnValues: "ALL_OLD", ReturnConsumedCapacity: "TOTAL" },
    { "dynamodb:ReturnValues": "ALL_OLD", "dynamodb:ReturnConsumedCapacity": "TOTAL" },
  ],
  ["TransactWriteItems", { TransactItems: [] }, { "dynamodb:EnclosingOperation": "TransactWriteItems" }],
  ["GetItem", { TableName: "t", Select: 1 }, {}],
  [
    "CreateTable",
    { Tags: [{ Key: "backup", Value: "daily" }] },
    { "aws:RequestTag/backup": "daily", "aws:TagKeys": ["backup"] },
  ],
  ["UntagResource", { TagKeys: ["backup"] }, { "aws:TagKeys": ["backup"] }],
])("tells policies what %s says of itself", (operation, input, keys) => {
  expect(conditionKeys(operation, input)).toEqual(keys);
});
