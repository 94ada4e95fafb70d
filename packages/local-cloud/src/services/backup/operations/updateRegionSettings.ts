import * as v from "valibot";
import { invalidParameter, missingParameter } from "../errors.ts";
import { operation } from "../operation.ts";
import { dynamoDb } from "../views.ts";

const preference = v.optional(v.record(v.string(), v.boolean("it has to be true or false")));

export const updateRegionSettings = operation({
  method: "PUT",
  path: "/account-settings",
  input: v.object({
    ResourceTypeOptInPreference: preference,
    ResourceTypeManagementPreference: preference,
  }),
  run(input, { clock, events, regionSettings }) {
    const { ResourceTypeOptInPreference: optIn, ResourceTypeManagementPreference: management } = input;
    if (!optIn && !management)
      throw missingParameter("ResourceTypeOptInPreference or ResourceTypeManagementPreference is required.");
    for (const type of Object.keys({ ...optIn, ...management })) {
      if (type !== dynamoDb)
        throw invalidParameter(`Unsupported resource type: ${type}. The local cloud's is ${dynamoDb}.`);
    }
    const modifiedAt = clock.now().toISOString();
    regionSettings.update({ optIn, management }, modifiedAt);
    events.regionSettings({ optIn, management }, modifiedAt);
  },
});
