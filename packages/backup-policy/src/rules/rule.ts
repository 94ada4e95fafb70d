import type { CopyInput, RuleInput } from "../schema.ts";
import type { Days, Minutes } from "./duration.ts";

/** What every rule says, however it is scheduled. */
export interface RuleOptions {
  keep: Days;
  /** Moves to cold storage when that old; it stays there at least 90 days. */
  coldAfter?: Days;
  /** An IANA name; UTC if left out. */
  timeZone?: string;
  /** How long a job may wait before it starts; after that it expires. 8 hours if left out, as in AWS. */
  startWindow?: Minutes;
  /** How long a started job may take. 7 days if left out, as in AWS. */
  completionWindow?: Minutes;
  /** `toRegion(…)`, `toAccount(…)`, `toVault(…)`. */
  copies?: CopyInput[];
  /** The ARN of the logically air-gapped vault that the points go to: straight, where AWS Backup manages the resource fully. */
  airGappedVault?: string;
  /** On every recovery point of the rule. */
  tags?: Record<string, string>;
}

/** The plain data of a rule, without the fields it leaves to AWS. */
export function rule(schedule: string, options: RuleOptions): RuleInput {
  const { keep, coldAfter, timeZone, startWindow, completionWindow, copies, airGappedVault, tags } = options;
  return {
    schedule,
    keepDays: keep,
    ...(coldAfter !== undefined && { coldAfterDays: coldAfter }),
    ...(timeZone !== undefined && { timeZone }),
    ...(startWindow !== undefined && { startWindowMinutes: startWindow }),
    ...(completionWindow !== undefined && { completionWindowMinutes: completionWindow }),
    ...(copies !== undefined && { copies }),
    ...(airGappedVault !== undefined && { airGappedVaultArn: airGappedVault }),
    ...(tags !== undefined && { tags }),
  };
}
