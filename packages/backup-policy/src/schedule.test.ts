import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lastRun, nextRun, parseSchedule } from "./schedule.ts";

/** Sunday, 2026-11-22, 12:34:56 UTC. */
const noonish = new Date("2026-11-22T12:34:56Z");

function runs(expression: string, count: number, after = noonish, timeZone?: string): string[] {
  const schedule = parseSchedule(expression, timeZone);
  const found: string[] = [];
  for (let next = schedule.next(after); next && found.length < count; next = schedule.next(next)) {
    found.push(next.toISOString().replace(":00.000Z", "Z"));
  }
  return found;
}

describe("AWS's documented cron examples", () => {
  // eventbridge/latest/userguide/eb-cron-expressions.html and scheduler/latest/UserGuide/schedule-types.html
  it.each([
    ["cron(0 10 * * ? *)", ["2026-11-23T10:00Z", "2026-11-24T10:00Z"]],
    ["cron(15 12 * * ? *)", ["2026-11-23T12:15Z", "2026-11-24T12:15Z"]],
    ["cron(0 18 ? * MON-FRI *)", ["2026-11-23T18:00Z", "2026-11-24T18:00Z"]],
    ["cron(0 8 1 * ? *)", ["2026-12-01T08:00Z", "2027-01-01T08:00Z"]],
    ["cron(0/15 * * * ? *)", ["2026-11-22T12:45Z", "2026-11-22T13:00Z"]],
    ["cron(0/10 * ? * MON-FRI *)", ["2026-11-23T00:00Z", "2026-11-23T00:10Z"]],
    ["cron(0/5 8-17 ? * MON-FRI *)", ["2026-11-23T08:00Z", "2026-11-23T08:05Z"]],
    ["cron(0/30 20-2 ? * MON-FRI *)", ["2026-11-23T00:00Z", "2026-11-23T00:30Z", "2026-11-23T01:00Z"]],
    ["cron(1/10 * * * ? *)", ["2026-11-22T12:41Z", "2026-11-22T12:51Z", "2026-11-22T13:01Z"]],
    ["cron(0 9 ? * 3#2 *)", ["2026-12-08T09:00Z", "2027-01-12T09:00Z"]],
    ["cron(0 9 3W * ? *)", ["2026-12-03T09:00Z", "2027-01-04T09:00Z"]],
    ["cron(15 10 ? * 6L 2026-2027)", ["2026-11-27T10:15Z", "2026-12-25T10:15Z", "2027-01-29T10:15Z"]],
    ["cron(0 5 ? * * *)", ["2026-11-23T05:00Z"]],
    ["cron(15 * ? * * *)", ["2026-11-22T13:15Z", "2026-11-22T14:15Z"]],
    ["cron(0 12 * * ? *)", ["2026-11-23T12:00Z"]],
    [
      "cron(0 0 L * ? *)",
      ["2026-11-30T00:00Z", "2026-12-31T00:00Z", "2027-01-31T00:00Z", "2027-02-28T00:00Z"],
    ],
  ])("%s", (expression, expected) => {
    expect(runs(expression, expected.length)).toEqual(expected);
  });
});

describe("the dialect", () => {
  it.each([
    ["counts Sunday as day 1", "cron(0 0 ? * 1 *)", ["2026-11-29T00:00Z", "2026-12-06T00:00Z"]],
    ["takes L alone as Saturday, the week's last day", "cron(0 0 ? * L *)", ["2026-11-28T00:00Z"]],
    [
      "takes names in any case and over the week's end",
      "cron(0 0 ? * fri-Mon *)",
      ["2026-11-23T00:00Z", "2026-11-27T00:00Z"],
    ],
    ["takes a name with L", "cron(0 0 ? * FRIL *)", ["2026-11-27T00:00Z"]],
    ["takes a name with #", "cron(0 0 ? * FRI#1 *)", ["2026-12-04T00:00Z"]],
    [
      "takes months over the year's end",
      "cron(0 0 1 NOV-JAN ? *)",
      ["2026-12-01T00:00Z", "2027-01-01T00:00Z", "2027-11-01T00:00Z"],
    ],
    [
      "takes the last weekday of the month",
      "cron(0 0 LW * ? *)",
      ["2026-11-30T00:00Z", "2026-12-31T00:00Z", "2027-01-29T00:00Z"],
    ],
    ["takes ranges with steps", "cron(0 8-16/4 * * ? *)", ["2026-11-22T16:00Z", "2026-11-23T08:00Z"]],
    ["finds leap days", "cron(0 0 29 2 ? *)", ["2028-02-29T00:00Z", "2032-02-29T00:00Z"]],
  ])("%s", (_, expression, expected) => {
    expect(runs(expression, expected.length)).toEqual(expected);
  });

  it("ends with its years", () => {
    expect(runs("cron(0 0 1 1 ? 2025-2027)", 2)).toEqual(["2027-01-01T00:00Z"]);
  });

  it("finds nothing for a day that never comes", () => {
    expect(nextRun("cron(0 0 30 2 ? *)", noonish)).toBeUndefined();
  });

  it("looks strictly after the instant", () => {
    expect(nextRun("cron(0 5 * * ? *)", new Date("2026-11-22T05:00:00Z"))).toEqual(
      new Date("2026-11-23T05:00:00Z"),
    );
    expect(nextRun("cron(0 5 * * ? *)", new Date("2026-11-22T04:59:59.999Z"))).toEqual(
      new Date("2026-11-22T05:00:00Z"),
    );
  });
});

describe("time zones", () => {
  it("reads the fields on that zone's clock", () => {
    expect(runs("cron(0 5 * * ? *)", 1, noonish, "Asia/Kolkata")).toEqual(["2026-11-22T23:30Z"]);
  });

  it("follows the clock through a change", () => {
    const before = new Date("2026-03-28T00:00:00Z");
    expect(runs("cron(0 5 * * ? *)", 2, before, "Europe/Paris")).toEqual([
      "2026-03-28T04:00Z",
      "2026-03-29T03:00Z",
    ]);
  });

  it("skips a time that doesn't exist", () => {
    const before = new Date("2026-03-07T12:00:00Z");
    expect(runs("cron(30 2 * * ? *)", 2, before, "America/New_York")).toEqual([
      "2026-03-09T06:30Z",
      "2026-03-10T06:30Z",
    ]);
  });

  it("is due once when a time comes twice", () => {
    const before = new Date("2026-11-01T00:00:00Z");
    expect(runs("cron(0/30 1 * * ? *)", 3, before, "America/New_York")).toEqual([
      "2026-11-01T05:00Z",
      "2026-11-01T05:30Z",
      "2026-11-02T06:00Z",
    ]);
  });

  it("goes on from the second pass of a repeated hour", () => {
    const secondPass = new Date("2026-11-01T06:10:00Z");
    expect(runs("cron(0/30 * * * ? *)", 1, secondPass, "America/New_York")).toEqual(["2026-11-01T07:00Z"]);
  });
});

describe("rates and single times", () => {
  it.each([
    ["rate(1 minute)", "2026-11-22T12:35:56.000Z"],
    ["rate(5 minutes)", "2026-11-22T12:39:56.000Z"],
    ["rate(12 hours)", "2026-11-23T00:34:56.000Z"],
    ["rate(7 days)", "2026-11-29T12:34:56.000Z"],
    ["at(2026-11-22T13:00:00)", "2026-11-22T13:00:00.000Z"],
  ])("%s", (expression, expected) => {
    expect(nextRun(expression, noonish)?.toISOString()).toBe(expected);
  });

  it("is never due again after a single time", () => {
    expect(nextRun("at(2026-11-22T12:34:56)", noonish)).toBeUndefined();
  });
});

describe("refusals", () => {
  it.each([
    ["0 5 * * ? *", "it has to be cron(…), rate(…) or at(…)"],
    ["cron(0 5 * * ?)", "it has 5 fields, AWS wants six"],
    ["cron(0 5 * * * *)", "exactly one of day-of-month and day-of-week has to be ?"],
    ["cron(0 5 ? * ? *)", "exactly one of day-of-month and day-of-week has to be ?"],
    ["cron(60 5 * * ? *)", 'minutes is "60", but 0-59, lists, ranges and steps are allowed'],
    ["cron(? 5 * * ? *)", 'minutes is "?"'],
    ["cron(0 5 32W * ? *)", 'day-of-month is "32W"'],
    ["cron(0 5 ? * 0 *)", 'day-of-week is "0", but 1-7, SUN-SAT, lists, ranges and steps are allowed'],
    ["cron(0 5 ? * 3#1,6#3 *)", 'day-of-week is "3#1,6#3", but # stands alone in its field'],
    ["cron(0 5 ? * MONDAY *)", 'day-of-week is "MONDAY"'],
    ["cron(0/0 5 * * ? *)", 'minutes is "0/0"'],
    ["cron(0 5 * * ? 2027-2026)", 'year is "2027-2026"'],
    ["rate(1 hours)", "write 1 hour"],
    ["rate(2 day)", "write 2 days"],
    ["rate(0 days)", "a rate is a positive whole number"],
    ["at(tomorrow)", '"tomorrow" has to be a date and time'],
  ])("refuses %s", (expression, reason) => {
    expect(() => nextRun(expression, noonish)).toThrow(reason);
  });

  it.each(["+02:00", "europe/paris", "Europe/paris"])(
    "refuses %s, which isn't how IANA writes a zone",
    (zone) => {
      expect(() => nextRun("cron(0 5 * * ? *)", noonish, zone)).toThrow(
        "isn't an IANA name such as Europe/Paris",
      );
    },
  );

  it.each(["UTC", "America/Port-au-Prince", "Etc/GMT+5", "America/Argentina/Buenos_Aires", "W-SU"])(
    "knows the zone %s",
    (zone) => {
      expect(nextRun("cron(0 5 * * ? *)", noonish, zone)).toBeInstanceOf(Date);
    },
  );

  it("refuses a time zone nobody knows", () => {
    expect(() => nextRun("cron(0 5 * * ? *)", noonish, "Mars/Olympus")).toThrow(
      'the time zone "Mars/Olympus"',
    );
  });
});

describe("laws", () => {
  const instant = fc.date({ min: new Date("2020-01-01"), max: new Date("2035-01-01"), noInvalidDate: true });

  it("finds what a minute-by-minute search of the same fields finds", () => {
    const fields = fc.record({
      minute: fc.integer({ min: 0, max: 59 }),
      hours: fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 3 }),
      weekday: fc.integer({ min: 1, max: 7 }),
    });
    fc.assert(
      fc.property(fields, instant, ({ minute, hours, weekday }, after) => {
        const due = (t: Date) =>
          t.getUTCMinutes() === minute && hours.includes(t.getUTCHours()) && t.getUTCDay() + 1 === weekday;
        let naive = new Date(Math.floor(after.getTime() / 60_000) * 60_000 + 60_000);
        while (!due(naive)) naive = new Date(naive.getTime() + 60_000);

        expect(nextRun(`cron(${minute} ${hours.join(",")} ? * ${weekday} *)`, after)).toEqual(naive);
      }),
      { numRuns: 50 },
    );
  });

  it("misses no run: nothing is due between an instant and its next run, in any zone", () => {
    const zone = fc.constantFrom("UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu");
    fc.assert(
      fc.property(instant, zone, fc.double({ min: 0, max: 1, noNaN: true }), (after, timeZone, part) => {
        const schedule = parseSchedule("cron(0/20 0-4 * * ? *)", timeZone);
        const next = schedule.next(after)!;
        const between = new Date(after.getTime() + Math.floor((next.getTime() - after.getTime() - 1) * part));

        expect(next.getTime()).toBeGreaterThan(after.getTime());
        expect(schedule.next(between)).toEqual(next);
      }),
    );
  });
});

describe("lastRun", () => {
  it.each([
    ["cron(15 8 * * ? *)", "2026-11-26T08:14:59.999Z", "2026-11-25T08:15:00.000Z"],
    ["cron(15 8 * * ? *)", "2026-11-26T08:15:00.000Z", "2026-11-26T08:15:00.000Z"],
    ["cron(0 5 1 * ? *)", "2026-11-26T00:00:00.000Z", "2026-11-01T05:00:00.000Z"],
    ["cron(0 5 29 2 ? *)", "2027-11-26T00:00:00.000Z", "2024-02-29T05:00:00.000Z"],
  ])("of %s at %s is %s", (expression, at, last) => {
    expect(lastRun(expression, new Date(at))?.toISOString()).toBe(last);
  });

  it("is none where it was never due", () => {
    expect(lastRun("cron(0 5 1 1 ? 2030)", new Date("2026-11-26T00:00:00Z"))).toBeUndefined();
  });
});
