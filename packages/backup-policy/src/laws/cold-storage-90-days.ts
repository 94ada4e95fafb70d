import type { Law } from "./law.ts";
import { lifecyclesOf } from "./lifecycles.ts";

const MINIMUM = 90;

/** CDK checks this for copies only, CloudFormation at deploy time. */
export const coldStorage90Days: Law = {
  severity: "error",
  says: "What moves to cold storage stays there 90 days or more.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html",
  check: (policy) =>
    lifecyclesOf(policy).flatMap(({ field, keepDays, coldAfterDays }) => {
      if (coldAfterDays === undefined || keepDays >= coldAfterDays + MINIMUM) return [];
      return [
        {
          field: `${field}.keepDays`,
          got: keepDays,
          allowed: `${coldAfterDays + MINIMUM} or more, as coldAfterDays is ${coldAfterDays} and cold storage is for ${MINIMUM} days or more`,
        },
      ];
    }),
};
