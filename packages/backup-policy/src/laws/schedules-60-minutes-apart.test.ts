import { expect, it } from "vitest";
import { rule, saidBy } from "../testing.ts";

const said = (schedule: string, timeZone = "UTC") =>
  saidBy("schedules-60-minutes-apart", { rules: { often: rule({ schedule, timeZone }) } });

it.each(["cron(0/30 * * * ? *)", "cron(0,59 5 * * ? *)", "cron(0,30 0,23 * * ? *)"])(
  "refuses %s",
  (schedule) => {
    expect(said(schedule)).toEqual([
      `rules.often.schedule is "${schedule}"; allowed: a schedule whose starts are 60 minutes or more apart`,
    ]);
  },
);

it("takes every hour, where clocks are set by half an hour as well", () => {
  expect(said("cron(15 * * * ? *)", "Australia/Lord_Howe")).toEqual([]);
});
