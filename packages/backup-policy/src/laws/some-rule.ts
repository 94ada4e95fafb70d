import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

export const someRule: Law = {
  severity: "error",
  says: "A plan has at least one rule.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupPlanInput.html",
  check: (policy) =>
    rulesOf(policy).length > 0 ? [] : [{ field: "rules", got: policy.rules, allowed: "at least one rule" }],
};
