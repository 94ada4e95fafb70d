import * as sdk from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { operations } from "./operations.ts";
import { engineMayLack, unsupported } from "./unsupported.ts";

/** Answered by the engine that is built in, as they come. */
const engines = [
  "BatchGetItem",
  "BatchWriteItem",
  "DeleteItem",
  "DescribeTable",
  "GetItem",
  "ListTables",
  "PutItem",
  "Query",
  "Scan",
  "UpdateItem",
];

test("every operation of DynamoDB is supported, or refused with what to do instead", () => {
  const all = Object.keys(sdk).filter((name) => /^[A-Z].*Command$/.test(name) && !name.startsWith("$"));
  const known = [operations, engineMayLack, unsupported].flatMap(Object.keys).concat(engines);

  expect(known.toSorted()).toEqual(all.map((name) => name.replace(/Command$/, "")).toSorted());
});
