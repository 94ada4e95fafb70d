import * as v from "valibot";
import { noOrganization } from "../globalSettings.ts";
import { operation } from "../operation.ts";

export const updateGlobalSettings = operation({
  method: "PUT",
  path: "/global-settings",
  input: v.object({ GlobalSettings: v.optional(v.record(v.string(), v.string())) }),
  run() {
    throw noOrganization();
  },
});
