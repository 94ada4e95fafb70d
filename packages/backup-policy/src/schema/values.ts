import * as v from "valibot";
import { isTimeZone } from "../schedule/wall-clock.ts";
import { parseSchedule, ScheduleError } from "../schedule.ts";

export const wholeNumber = (unit: string, min: number, max: number) => {
  const allowed = `a whole number of ${unit} from ${min} to ${max}`;
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(min, allowed), v.maxValue(max, allowed));
};

const ofAll = "a share from 0 to 1, such as 0.05";
export const share = v.pipe(v.number(ofAll), v.minValue(0, ofAll), v.maxValue(1, ofAll));

export const text = (allowed: string, pattern: RegExp) =>
  v.pipe(v.string(allowed), v.regex(pattern, allowed));

export const Days = wholeNumber("days", 1, 36_500);
export const Minutes = wholeNumber("minutes", 1, 52_560_000);

export const Cron = v.pipe(
  v.string("an AWS cron expression"),
  v.startsWith("cron(", "an AWS cron expression such as cron(0 5 * * ? *)"),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      parseSchedule(dataset.value);
    } catch (error) {
      if (!(error instanceof ScheduleError)) throw error;
      addIssue({ message: `an AWS cron expression. ${error.message}` });
    }
  }),
);

export const TimeZone = v.pipe(
  v.string("an IANA time zone"),
  v.check(isTimeZone, "an IANA time zone such as Europe/Paris"),
);

export const Region = text("an AWS Region such as eu-west-1", /^[a-z]{2}(-[a-z]+)+-\d$/);
export const AccountId = text("an account id of 12 digits", /^\d{12}$/);
export const VaultName = text("a vault name of 2 to 50 letters, digits, - or _", /^[\w-]{2,50}$/);
export const VaultArn = text(
  "the ARN of a backup vault",
  /^arn:aws[\w-]*:backup:[a-z\d-]+:\d{12}:backup-vault:[\w-]{2,50}$/,
);

export const TagKey = text(
  "a tag key of 1 to 128 characters, not starting with aws:",
  /^(?!aws:)[\w\s.:/=+@-]{1,128}$/,
);
export const TagValue = text("a tag value of up to 256 characters", /^[\w\s.:/=+@-]{0,256}$/);

/** `account`: whoever the account itself lets assume a role or administer a key. */
export const Principal = text(
  '"account" or the ARN of a user or role',
  /^(account|arn:aws[\w-]*:iam::\d{12}:(user|role)\/.+)$/,
);
export const Principals = v.pipe(v.array(Principal, "a list"), v.minLength(1, "at least one principal"));

/** Somebody's name, for what is decided by a person. */
export const PersonName = text("a person's name", /\S/);

export const CalendarDate = v.pipe(
  text("a date such as 2026-11-22", /^\d{4}-\d{2}-\d{2}$/),
  v.check(isCalendarDate, "a date such as 2026-11-22"),
);

function isCalendarDate(date: string): boolean {
  const read = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date);
}
