import * as v from "valibot";
import { operation } from "../operation.ts";
import { dynamoDb } from "../views.ts";

/** Advanced features for DynamoDB are on, as the app's stacks need them. */
export const describeRegionSettings = operation({
  method: "GET",
  path: "/account-settings",
  input: v.object({}),
  run: () => ({
    ResourceTypeOptInPreference: { [dynamoDb]: true },
    ResourceTypeManagementPreference: { [dynamoDb]: true },
  }),
});
