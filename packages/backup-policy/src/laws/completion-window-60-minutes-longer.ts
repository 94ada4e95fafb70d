import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

const MORE = 60;

/** AWS Backup refuses a plan with a shorter one at deploy time; its API's reference doesn't say so, those who met it do. */
export const completionWindow60MinutesLonger: Law = {
  severity: "error",
  says: "A window to complete is 60 minutes or more longer than the window to start.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html",
  check: (policy) =>
    rulesOf(policy).flatMap(([name, { startWindowMinutes, completionWindowMinutes }]) => {
      if (completionWindowMinutes >= startWindowMinutes + MORE) return [];
      return [
        {
          field: `rules.${name}.completionWindowMinutes`,
          got: completionWindowMinutes,
          allowed: `${startWindowMinutes + MORE} or more, as startWindowMinutes is ${startWindowMinutes}`,
        },
      ];
    }),
};
