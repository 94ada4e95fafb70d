import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

/** A plan without a rule isn't a plan. */
export const someRule: Law = {
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupPlanInput.html",
  check: (policy) =>
    rulesOf(policy).length > 0 ? [] : [{ field: "rules", got: policy.rules, allowed: "at least one rule" }],
};
