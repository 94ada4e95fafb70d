import type { Law } from "./law.ts";

const HOUR = 60 * 60_000;
/** What was restored stays for 168 hours at most, and 12 of them are for restoring and checking the last of it. */
const MOST_HOURS = 156;

/**
 * AWS gives a run of a restore testing plan no id: its restores are known by when they began. They are verified
 * together, as references are between tables, and have to be there together.
 */
export const restoreTestsKeepApart: Law = {
  severity: "error",
  says: "The restores of one run of restore testing have begun before the next run is due, and all of them are there at once.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html",
  check: ({ verification: { by, schedule } }, { calendar }) => {
    if (by.kind !== "restoreTesting") return [];
    const starts = calendar.starts(schedule, "UTC");
    const gaps = starts.slice(1).map((start, i) => start - starts[i]!);
    const gapHours = Math.min(...gaps) / HOUR;
    const most = Math.min(MOST_HOURS, Math.ceil(gapHours) - 1);
    if (by.startWindowHours <= most) return [];
    const why =
      most === MOST_HOURS
        ? "what is restored stays for 168 hours at most, and the last of it has to be checked"
        : `the next run is due ${Math.round(gapHours * 10) / 10} hours after one`;
    const allowed = most < 1 ? `a schedule that is due less often: ${why}` : `${most} or less: ${why}`;
    return [{ field: "verification.by.startWindowHours", got: by.startWindowHours, allowed }];
  },
};
