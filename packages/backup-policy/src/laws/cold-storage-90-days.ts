import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

const MINIMUM = 90;

/** What moves to cold storage stays there 90 days. CDK checks this for copies only, CloudFormation at deploy time. */
export const coldStorage90Days: Law = {
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html",
  check: (policy) =>
    rulesOf(policy).flatMap(([name, { keepDays, coldAfterDays }]) => {
      if (coldAfterDays === undefined || keepDays >= coldAfterDays + MINIMUM) return [];
      return [
        {
          field: `rules.${name}.keepDays`,
          got: keepDays,
          allowed: `${coldAfterDays + MINIMUM} or more, as coldAfterDays is ${coldAfterDays} and cold storage is for ${MINIMUM} days or more`,
        },
      ];
    }),
};
