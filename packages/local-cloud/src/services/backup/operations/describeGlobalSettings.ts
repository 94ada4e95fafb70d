import * as v from "valibot";
import { noOrganization } from "../globalSettings.ts";
import { operation } from "../operation.ts";

export const describeGlobalSettings = operation({
  method: "GET",
  path: "/global-settings",
  input: v.object({}),
  run() {
    throw noOrganization();
  },
});
