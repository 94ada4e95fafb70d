import * as v from "valibot";
import { operation } from "../operation.ts";

export const describeRegionSettings = operation({
  method: "GET",
  path: "/account-settings",
  input: v.object({}),
  run: (_, { regionSettings }) => ({
    ResourceTypeOptInPreference: regionSettings.optIn,
    ResourceTypeManagementPreference: regionSettings.management,
  }),
});
