import { byTag, daily, days, definePolicy, hours } from "@holdfast/backup-policy";

export default definePolicy({
  vault: { name: "orders", backupAdmin: { principals: ["account"] } },
  protect: [byTag("backup", "on")],
  rules: { daily: daily({ at: "05:00", keep: days(35), startWindow: hours(1), completionWindow: hours(2) }) },
  assumptions: { advancedDynamoDb: true },
  objectives: { rpoHours: 27, rtoMinutes: 60, reachBackDays: 33 },
  verification: { schedule: "cron(15 8 * * ? *)", proofStaleAfterHours: 48 },
});
