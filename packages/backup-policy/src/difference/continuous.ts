import type { Policy } from "../schema.ts";
import { count } from "../words.ts";
import type { Change, Compared } from "./change.ts";
import { compareNumbers } from "./compare.ts";

/**
 * DynamoDB's point-in-time recovery. A table goes back only as far as the period that is set now.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html
 */
export function compareContinuous({ before, after, field }: Compared<Policy["continuous"]>): Change[] {
  if (before && after) {
    const sentence = `Tables can be restored to any second of the last ${count(after.days, "day")} instead of ${before.days}, from the deploy on.`;
    return compareNumbers(
      { before: before.days, after: after.days, field: `${field}.days` },
      "more protects",
      sentence,
    );
  }
  if (before) {
    const sentence = `Continuous recovery is off: tables can no longer be restored to any second of the last ${count(before.days, "day")}, from the deploy on. Turned on again, it starts anew.`;
    return [{ field, direction: "weaker", before, sentence }];
  }
  if (!after) return [];
  const sentence = `Continuous recovery is on: tables can be restored to any second of the last ${count(after.days, "day")}, counted from the deploy.`;
  return [{ field, direction: "stronger", after, sentence }];
}
