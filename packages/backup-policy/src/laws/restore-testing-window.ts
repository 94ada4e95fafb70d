import { duration } from "../words.ts";
import { worstAge } from "./coverage.ts";
import type { Law } from "./law.ts";

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/**
 * AWS counts the selection window back from when the test really starts, at random within the start window. A
 * table without a recovery point in it is passed over: no job, no event, no failure.
 */
export const restoreTestingWindow: Law = {
  severity: "error",
  says: "Restore testing looks further back than the newest point gets old, with the start window on top.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
  check: (policy, { lanes }) => {
    const { by } = policy.verification;
    if (by.kind !== "restoreTesting") return [];
    const age = worstAge(lanes().filter(({ isCopy }) => !isCopy));
    const needed = Math.floor((age + by.startWindowHours * HOUR) / DAY) + 1;
    if (!Number.isFinite(age) || by.selectionWindowDays >= needed) return [];
    return [
      {
        field: "verification.by.selectionWindowDays",
        got: by.selectionWindowDays,
        allowed: `${needed} or more: the newest recovery point can be ${duration(age)} old, and a test starts up to ${duration(by.startWindowHours * HOUR)} late`,
      },
    ];
  },
};
