import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

const MINIMUM = 60;

/** AWS refuses a shorter window to start in; a job that doesn't start within it expires. */
export const startWindow60Minutes: Law = {
  severity: "error",
  says: "A job may wait 60 minutes or more before it starts.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRuleInput.html",
  check: (policy) =>
    rulesOf(policy).flatMap(([name, { startWindowMinutes }]) => {
      if (startWindowMinutes >= MINIMUM) return [];
      return [
        { field: `rules.${name}.startWindowMinutes`, got: startWindowMinutes, allowed: `${MINIMUM} or more` },
      ];
    }),
};
