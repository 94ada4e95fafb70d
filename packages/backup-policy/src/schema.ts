import * as v from "valibot";
import { isTimeZone } from "./schedule/wall-clock.ts";
import { parseSchedule, ScheduleError } from "./schedule.ts";

const wholeNumber = (unit: string, min: number, max: number) => {
  const allowed = `a whole number of ${unit} from ${min} to ${max}`;
  return v.pipe(v.number(allowed), v.integer(allowed), v.minValue(min, allowed), v.maxValue(max, allowed));
};

const text = (allowed: string, pattern: RegExp) => v.pipe(v.string(allowed), v.regex(pattern, allowed));

const Days = wholeNumber("days", 1, 36_500);
const Minutes = wholeNumber("minutes", 1, 52_560_000);

const Cron = v.pipe(
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

const TimeZone = v.pipe(
  v.string("an IANA time zone"),
  v.check(isTimeZone, "an IANA time zone such as Europe/Paris"),
);

/** When to back up and how long to keep what was made. Windows are AWS's: 8 hours to start, 7 days to complete. */
const Rule = v.strictObject({
  schedule: Cron,
  timeZone: v.optional(TimeZone, "UTC"),
  startWindowMinutes: v.optional(Minutes, 8 * 60),
  completionWindowMinutes: v.optional(Minutes, 7 * 24 * 60),
  keepDays: Days,
  coldAfterDays: v.optional(Days),
});

/** `account`: whoever the account itself lets assume the role. */
const Principal = text(
  '"account" or the ARN of a user or role',
  /^(account|arn:aws[\w-]*:iam::\d{12}:(user|role)\/.+)$/,
);

export const Policy = v.strictObject({
  vault: v.strictObject({
    /** The stage's name comes before it. */
    name: text("2 to 30 letters, digits, - or _", /^[\w-]{2,30}$/),
  }),
  selection: v.strictObject({
    tag: v.strictObject({
      key: text("a tag key of 1 to 128 characters, not starting with aws:", /^(?!aws:)[\w\s.:/=+@-]{1,128}$/),
      value: text("a tag value of up to 256 characters", /^[\w\s.:/=+@-]{0,256}$/),
    }),
  }),
  rules: v.strictObject({
    daily: v.optional(Rule),
    weekly: v.optional(Rule),
    monthly: v.optional(Rule),
  }),
  /**
   * Whether the account's Region has advanced features for DynamoDB backup on; cold storage and encryption
   * with the vault's own key hang on it.
   * https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
   */
  advancedDynamoDb: v.boolean("true or false"),
  objectives: v.strictObject({
    /** The oldest the newest recovery point may be. */
    rpoHours: wholeNumber("hours", 1, 8_760),
    /** The longest a restore may take. */
    rtoMinutes: wholeNumber("minutes", 1, 525_600),
  }),
  verification: v.strictObject({
    /** In UTC: EventBridge's rules know no other zone. */
    schedule: Cron,
  }),
  backupAdmin: v.strictObject({
    principals: v.pipe(v.array(Principal, "a list"), v.minLength(1, "at least one principal")),
  }),
});

export type Policy = v.InferOutput<typeof Policy>;
export type PolicyInput = v.InferInput<typeof Policy>;
export type Rule = v.InferOutput<typeof Rule>;

/** The rules a policy has, by name. */
export function rulesOf(policy: Policy): [name: string, rule: Rule][] {
  return Object.entries(policy.rules).filter((entry): entry is [string, Rule] => entry[1] !== undefined);
}
