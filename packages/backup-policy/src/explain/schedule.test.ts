import { expect, it } from "vitest";
import { scheduleInWords } from "./schedule.ts";

it.each([
  ["cron(0 5 * * ? *)", "every day at 05:00 (UTC)"],
  ["cron(30 17 ? * * *)", "every day at 17:30 (UTC)"],
  ["cron(0 9 ? * SAT *)", "every Saturday at 09:00 (UTC)"],
  ["cron(0 13 1 * ? *)", "on day 1 of every month at 13:00 (UTC)"],
  ["cron(0 13 L * ? *)", "on the last day of every month at 13:00 (UTC)"],
  ["cron(0 13 28 FEB ? *)", "on February 28 every year at 13:00 (UTC)"],
  ["cron(0 13 L FEB ? *)", "on the last day of February every year at 13:00 (UTC)"],
  ["cron(0 * * * ? *)", "every hour, on the hour (UTC)"],
  ["cron(15 * * * ? *)", "every hour, 15 minutes past (UTC)"],
])("says %s as %s", (schedule, words) => {
  expect(scheduleInWords(schedule)).toBe(words);
});

it.each([
  "cron(0 5 ? * 7 *)",
  "cron(0/30 5 * * ? *)",
  "cron(0 5 15W * ? *)",
  "cron(0 5 * * ? 2028)",
  "cron(0 * ? * SAT *)",
])("says %s as it stands, having no words for it", (schedule) => {
  expect(scheduleInWords(schedule, "Europe/Paris")).toBe(`whenever ${schedule} is due (Europe/Paris)`);
});
