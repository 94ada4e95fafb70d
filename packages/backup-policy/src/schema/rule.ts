import * as v from "valibot";
import {
  AccountId,
  Cron,
  Days,
  Minutes,
  Region,
  TagKey,
  TagValue,
  TimeZone,
  VaultArn,
  VaultName,
} from "./values.ts";

const CopyTarget = v.variant(
  "kind",
  [
    /** The vault of the same name in another Region of this account. */
    v.strictObject({ kind: v.literal("region"), region: Region }),
    v.strictObject({ kind: v.literal("account"), accountId: AccountId, region: Region, vault: VaultName }),
    v.strictObject({ kind: v.literal("vault"), arn: VaultArn }),
  ],
  "a region, an account or a vault to copy to",
);

/** A copy of each recovery point of a rule, with a lifecycle of its own. */
export const Copy = v.strictObject({
  to: CopyTarget,
  keepDays: Days,
  coldAfterDays: v.optional(Days),
});

/** When to back up and how long to keep what was made. Windows are AWS's: 8 hours to start, 7 days to complete. */
export const Rule = v.strictObject({
  schedule: Cron,
  timeZone: v.optional(TimeZone, "UTC"),
  startWindowMinutes: v.optional(Minutes, 8 * 60),
  completionWindowMinutes: v.optional(Minutes, 7 * 24 * 60),
  keepDays: Days,
  coldAfterDays: v.optional(Days),
  copies: v.optional(v.array(Copy, "a list of copies"), []),
  /** The logically air-gapped vault that the rule's points go to: straight, where AWS Backup manages the resource fully. */
  airGappedVaultArn: v.optional(VaultArn),
  /** On every recovery point of the rule. */
  tags: v.optional(v.record(TagKey, TagValue, "tags by key"), {}),
});

export type Rule = v.InferOutput<typeof Rule>;
export type RuleInput = v.InferInput<typeof Rule>;
export type Copy = v.InferOutput<typeof Copy>;
export type CopyInput = v.InferInput<typeof Copy>;
