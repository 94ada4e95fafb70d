import { describe, expect, it } from "vitest";
import { toAccount, toRegion, toVault } from "./copies.ts";
import { cron } from "./cron.ts";
import { daily } from "./daily.ts";
import { days, hours, minutes, months, weeks, years } from "./duration.ts";
import { monthly } from "./monthly.ts";
import { weekly } from "./weekly.ts";
import { yearly } from "./yearly.ts";

const keep = days(35);

describe("rules", () => {
  it.each([
    ["daily", daily({ at: "05:07", keep }), "cron(7 5 * * ? *)"],
    ["weekly", weekly({ on: "SAT", at: "23:59", keep }), "cron(59 23 ? * SAT *)"],
    ["monthly", monthly({ on: 1, at: "00:00", keep }), "cron(0 0 1 * ? *)"],
    ["monthly, on the last day", monthly({ on: "last", at: "13:00", keep }), "cron(0 13 L * ? *)"],
    ["yearly", yearly({ month: "JAN", on: 28, at: "13:00", keep }), "cron(0 13 28 JAN ? *)"],
    ["cron", cron("cron(0 0/6 * * ? *)", { keep }), "cron(0 0/6 * * ? *)"],
  ])("are plain data: %s", (_, rule, schedule) => {
    expect(rule).toEqual({ schedule, keepDays: 35 });
  });

  it("carry everything else a rule can say", () => {
    const copies = [toRegion("eu-west-1", { keep })];
    const airGappedVault = "arn:aws:backup:us-east-1:123456789012:backup-vault:gap";
    const rule = daily({
      at: "05:00",
      timeZone: "Europe/Paris",
      keep: years(1),
      coldAfter: months(1),
      startWindow: hours(1),
      completionWindow: minutes(90),
      copies,
      airGappedVault,
      tags: { team: "orders" },
    });
    expect(rule).toEqual({
      schedule: "cron(0 5 * * ? *)",
      timeZone: "Europe/Paris",
      keepDays: 365,
      coldAfterDays: 30,
      startWindowMinutes: 60,
      completionWindowMinutes: 90,
      copies,
      airGappedVaultArn: airGappedVault,
      tags: { team: "orders" },
    });
  });

  it.each(["5:00", "24:00", "05:60", "noon"])("refuse %s as a time of day", (at) => {
    expect(() => daily({ at: at as "05:00", keep })).toThrow(
      `daily.at is "${at}"; allowed: a time from 00:00 to 23:59`,
    );
  });

  it.each([29, 31, 0, 1.5])("refuse day %d, which not every month has", (on) => {
    expect(() => monthly({ on: on as 1, at: "05:00", keep })).toThrow(
      `monthly.on is ${on}; allowed: a day from 1 to 28, which every month has, or "last"`,
    );
  });
});

describe("copies", () => {
  it("go to a Region, an account or a vault, with a lifecycle of their own", () => {
    const lifecycle = { keep: weeks(20), coldAfter: days(30) };
    const [keepDays, coldAfterDays] = [140, 30];
    const arn = "arn:aws:backup:us-east-1:123456789012:backup-vault:other";
    expect(toRegion("eu-west-1", { keep })).toEqual({
      to: { kind: "region", region: "eu-west-1" },
      keepDays: 35,
    });
    expect(toAccount("210987654321", { region: "us-east-1", vault: "archive", ...lifecycle })).toEqual({
      to: { kind: "account", accountId: "210987654321", region: "us-east-1", vault: "archive" },
      keepDays,
      coldAfterDays,
    });
    expect(toVault(arn, lifecycle)).toEqual({ to: { kind: "vault", arn }, keepDays, coldAfterDays });
  });
});
