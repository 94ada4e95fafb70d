import type { Law } from "./law.ts";
import { lifecyclesOf } from "./lifecycles.ts";

/** Without the advanced features AWS ignores the move to cold storage and says nothing. */
export const coldNeedsAdvancedDynamoDb: Law = {
  severity: "error",
  says: "Cold storage needs the advanced features for DynamoDB backup.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html",
  check: (policy) =>
    lifecyclesOf(policy).flatMap(({ field, coldAfterDays }) => {
      if (coldAfterDays === undefined || policy.assumptions.advancedDynamoDb) return [];
      return [
        {
          field: `${field}.coldAfterDays`,
          got: coldAfterDays,
          allowed: "nothing, unless assumptions.advancedDynamoDb is true",
        },
      ];
    }),
};
