import type { Policy } from "../schema.ts";
import { count } from "../words.ts";
import type { Change, Compared } from "./change.ts";
import { compareNumbers } from "./compare.ts";

/** What the policy promises: RPO, RTO and how long back. */
export function compareObjectives({ before, after, field }: Compared<Policy["objectives"]>): Change[] {
  return [
    ...compareNumbers(
      { before: before.rpoHours, after: after.rpoHours, field: `${field}.rpoHours` },
      "less protects",
      `The newest recovery point may be ${count(after.rpoHours, "hour")} old (RPO), not ${before.rpoHours}.`,
    ),
    ...compareNumbers(
      { before: before.rtoMinutes, after: after.rtoMinutes, field: `${field}.rtoMinutes` },
      "less protects",
      `A restore may take ${count(after.rtoMinutes, "minute")} (RTO), not ${before.rtoMinutes}.`,
    ),
    ...compareNumbers(
      { before: before.reachBackDays, after: after.reachBackDays, field: `${field}.reachBackDays` },
      "more protects",
      `One must be able to go back ${count(after.reachBackDays, "day")}, not ${before.reachBackDays}.`,
    ),
  ];
}
