import { expect, it } from "vitest";
import { compareRhythms } from "./rhythm.ts";

const asOf = new Date("2026-11-22T12:00:00Z");
const timing = (text: string) => {
  const [, schedule = "", timeZone = "UTC"] = /^(cron\(.*\)) ?(.*)$/.exec(text) ?? [];
  return { schedule, timeZone: timeZone || "UTC" };
};

it.each([
  ["cron(0 5 * * ? *)", "cron(0 5 ? * SUN *)", "weaker"],
  ["cron(0 5 * * ? *)", "cron(0 5 ? * MON-FRI *)", "weaker"],
  ["cron(0 5 * * ? *)", "cron(0 6 * * ? *)", "different"],
  ["cron(0 5 * * ? *)", "cron(0 5 * * ? *) Europe/Paris", "different"],
  ["cron(0 5,17 * * ? *)", "cron(0 5,18 * * ? *)", "weaker"],
  ["cron(0 5 ? * SAT *)", "cron(0 5 ? * SUN *)", "different"],
  ["cron(0 5 1 * ? *)", "cron(0 5 L * ? *)", "different"],
  // The 31st leaves months out.
  ["cron(0 5 1 * ? *)", "cron(0 5 31 * ? *)", "weaker"],
  // 02:30 doesn't come in the night that clocks are set forward.
  ["cron(0 5 * * ? *) Europe/Paris", "cron(30 2 * * ? *) Europe/Paris", "weaker"],
  ["cron(0 5 * * ? *)", "cron(0 5 * * ? 2026-2027)", "weaker"],
  ["cron(0 * * * ? *)", "cron(0 0-21 * * ? *)", "weaker"],
])("%s and then %s is %s", (before, after, direction) => {
  const opposite = { weaker: "stronger", stronger: "weaker", different: "different" }[direction];
  expect(compareRhythms(timing(before), timing(after), asOf)).toBe(direction);
  expect(compareRhythms(timing(after), timing(before), asOf)).toBe(opposite);
});
