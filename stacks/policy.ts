import {
  byTag,
  daily,
  days,
  definePolicy,
  hours,
  monthly,
  noLock,
  ownRestores,
  weekly,
  years,
} from "@holdfast/backup-policy";

// The rules keep clear of each other: AWS Backup runs one job per table at a time, and a job that waits too long expires.
const windows = { startWindow: hours(1), completionWindow: hours(2) };

export const policy = definePolicy({
  vault: { name: "holdfast", backupAdmin: { principals: ["account"] }, lock: noLock() },
  protect: [byTag("holdfast:backup", "on")],
  rules: {
    daily: daily({ at: "05:00", ...windows, keep: days(35) }),
    weekly: weekly({ on: "SAT", at: "09:00", ...windows, keep: days(90) }),
    monthly: monthly({ on: 1, at: "13:00", ...windows, keep: years(1), coldAfter: days(30) }),
  },
  continuous: { days: 35 },
  assumptions: { advancedDynamoDb: true },
  // A day between backups and the daily rule's two windows; a year less the longest month, and the hour in which a job may start.
  objectives: { rpoHours: 27, rtoMinutes: 60, reachBackDays: 333 },
  verification: { schedule: "cron(15 8 * * ? *)", by: ownRestores(), proofStaleAfterHours: 48 },
});
