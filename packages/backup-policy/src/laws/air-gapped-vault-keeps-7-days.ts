import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

const MINIMUM = 7;

export const airGappedVaultKeeps7Days: Law = {
  severity: "error",
  says: "A logically air-gapped vault keeps its points 7 days or more.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html",
  check: (policy) =>
    rulesOf(policy).flatMap(([name, { keepDays, airGappedVaultArn }]) => {
      if (airGappedVaultArn === undefined || keepDays >= MINIMUM) return [];
      return [
        {
          field: `rules.${name}.keepDays`,
          got: keepDays,
          allowed: `${MINIMUM} or more, as the rule's points go to a logically air-gapped vault`,
        },
      ];
    }),
};
