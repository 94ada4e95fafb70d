import * as v from "valibot";
import { invalidRequest } from "../errors.ts";
import { operation, parseInput } from "../operation.ts";
import { planDocument } from "../planDocument.ts";
import { planInput, versionOf } from "../planInput.ts";

export const getBackupPlanFromJSON = operation({
  method: "POST",
  path: "/backup/template/json/toPlan",
  input: v.object({ BackupPlanTemplateJson: v.string() }),
  run({ BackupPlanTemplateJson }, call) {
    const plan = parseInput(planInput, parse(BackupPlanTemplateJson));
    return { BackupPlan: planDocument(versionOf(call, BackupPlanTemplateJson, plan)) };
  },
});

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw invalidRequest(`BackupPlanTemplateJson isn't JSON: ${(cause as Error).message}`);
  }
}
