import * as v from "valibot";
import { operation } from "../operation.ts";
import { dynamoDb } from "../views.ts";

export const getSupportedResourceTypes = operation({
  method: "GET",
  path: "/supported-resource-types",
  input: v.object({}),
  run: () => ({ ResourceTypes: [dynamoDb] }),
});
