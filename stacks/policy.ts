import { definePolicy } from "@holdfast/backup-policy";

// The rules keep clear of each other: AWS Backup runs one job per table at a time, and a job that waits too long expires.
export const policy = definePolicy({
  vault: { name: "holdfast" },
  selection: { tag: { key: "holdfast:backup", value: "on" } },
  rules: {
    daily: {
      schedule: "cron(0 5 * * ? *)",
      startWindowMinutes: 60,
      completionWindowMinutes: 120,
      keepDays: 35,
    },
    weekly: {
      schedule: "cron(0 9 ? * SAT *)",
      startWindowMinutes: 60,
      completionWindowMinutes: 120,
      keepDays: 90,
    },
    monthly: {
      schedule: "cron(0 13 1 * ? *)",
      startWindowMinutes: 60,
      completionWindowMinutes: 120,
      keepDays: 365,
      coldAfterDays: 30,
    },
  },
  advancedDynamoDb: true,
  // A day between backups, and the daily rule's two windows.
  objectives: { rpoHours: 27, rtoMinutes: 60 },
  verification: { schedule: "cron(15 8 * * ? *)" },
  backupAdmin: { principals: ["account"] },
});
