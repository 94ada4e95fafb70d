import { fromTagList } from "./settings.ts";

const enclosing = new Set(["TransactGetItems", "TransactWriteItems", "ExecuteTransaction"]);
const fromInput = ["Select", "ReturnValues", "ReturnConsumedCapacity"];

/**
 * DynamoDB's own condition keys, as far as a request says them itself, and those of the tags that it brings.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 */
export function conditionKeys(
  operation: string,
  input: Record<string, any>,
): Record<string, string | string[]> {
  const keys: Record<string, string | string[]> = {};
  for (const name of fromInput) if (typeof input[name] === "string") keys[`dynamodb:${name}`] = input[name];
  if (enclosing.has(operation)) keys["dynamodb:EnclosingOperation"] = operation;
  const tags = fromTagList(Array.isArray(input.Tags) ? input.Tags : []);
  for (const [name, value] of Object.entries(tags)) keys[`aws:RequestTag/${name}`] = value;
  const names = Array.isArray(input.TagKeys) ? input.TagKeys : Object.keys(tags);
  if (names.length > 0) keys["aws:TagKeys"] = names;
  return keys;
}
