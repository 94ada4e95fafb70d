import * as v from "valibot";
import { Prices } from "./schema/prices.ts";
import { Protect } from "./schema/protect.ts";
import { Rule } from "./schema/rule.ts";
import { CalendarDate, Days, PersonName, text, wholeNumber } from "./schema/values.ts";
import { Vault } from "./schema/vault.ts";
import { Verification } from "./schema/verification.ts";

export type { Prices } from "./schema/prices.ts";
export type { Protect, ProtectInput } from "./schema/protect.ts";
export type { Copy, CopyInput, Rule, RuleInput } from "./schema/rule.ts";
export type { Lock, LockInput } from "./schema/vault.ts";
export type { By, ByInput } from "./schema/verification.ts";

const RuleName = text("a rule name of 1 to 50 letters, digits, -, _ or .", /^[\w.-]{1,50}$/);
const yesOrNo = v.boolean("true or false");

/** What the laws ask of the account, and can't see: the deploy preflight looks. */
const Assumptions = v.strictObject({
  /**
   * Whether the account's Region has advanced features for DynamoDB backup on; cold storage, copies and
   * encryption with the vault's own key hang on it.
   * https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
   */
  advancedDynamoDb: yesOrNo,
  /** Whether accounts copied to are in the same organization, with cross-account backup on. */
  sameOrganization: v.optional(yesOrNo, false),
});

const Objectives = v.strictObject({
  /** The oldest the newest recovery point may be. */
  rpoHours: wholeNumber("hours", 1, 87_600),
  /** The longest a restore may take. */
  rtoMinutes: wholeNumber("minutes", 1, 525_600),
  /** How long back one must be able to go. */
  reachBackDays: Days,
});

/** A weakening of the policy that somebody answers for; `holdfast policy diff` lets it pass. */
const AcknowledgedWeakening = v.strictObject({
  /** The field that got weaker: `rules.daily.keepDays`. */
  weakening: text("the field that gets weaker, such as rules.daily.keepDays", /\S/),
  by: PersonName,
  on: CalendarDate,
  why: text("a reason", /\S/),
});

export const Policy = v.strictObject({
  vault: Vault,
  protect: v.pipe(v.array(Protect, "a list"), v.minLength(1, "at least one byTag(…) or byTable(…)")),
  rules: v.record(RuleName, Rule, "rules by name"),
  /** DynamoDB's point-in-time recovery, beside the plan. */
  continuous: v.optional(v.strictObject({ days: wholeNumber("days", 1, 35) })),
  assumptions: Assumptions,
  objectives: Objectives,
  verification: Verification,
  prices: v.optional(Prices, {}),
  acknowledged: v.optional(v.array(AcknowledgedWeakening, "a list"), []),
});

export type Policy = v.InferOutput<typeof Policy>;
export type PolicyInput = v.InferInput<typeof Policy>;

/** The rules a policy has, by name. */
export function rulesOf(policy: Policy): [name: string, rule: Rule][] {
  return Object.entries(policy.rules);
}
