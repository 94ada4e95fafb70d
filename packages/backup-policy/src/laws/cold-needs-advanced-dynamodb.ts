import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

/** Without the advanced features AWS ignores the move to cold storage and says nothing. */
export const coldNeedsAdvancedDynamoDb: Law = {
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html",
  check: (policy) =>
    rulesOf(policy).flatMap(([name, { coldAfterDays }]) => {
      if (coldAfterDays === undefined || policy.assumptions.advancedDynamoDb) return [];
      return [
        {
          field: `rules.${name}.coldAfterDays`,
          got: coldAfterDays,
          allowed: "nothing, unless assumptions.advancedDynamoDb is true",
        },
      ];
    }),
};
