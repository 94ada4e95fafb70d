import { type Copy, type Policy, type Rule, rulesOf } from "../schema.ts";
import { count, duration, list } from "../words.ts";
import { scheduleInWords } from "./schedule.ts";
import type { Section } from "./section.ts";

const MINUTE = 60_000;

export function whenBackedUp(policy: Policy): Section[] {
  return rulesOf(policy).map(([name, rule]) => ({
    heading: `Backups by the rule ${name}`,
    sentences: [
      `A backup starts ${scheduleInWords(rule.schedule, rule.timeZone)}.`,
      `It may wait up to ${duration(rule.startWindowMinutes * MINUTE)} before it starts and then take up to ${duration(rule.completionWindowMinutes * MINUTE)}; later than that, it makes no recovery point.`,
      `Each recovery point is a full copy of the table. ${kept(rule)}`,
      ...rule.copies.map((copy) => `A copy goes to ${destination(copy)}. ${kept(copy)}`),
      ...(rule.airGappedVaultArn
        ? [`It goes to the logically air-gapped vault ${rule.airGappedVaultArn} and to no other vault.`]
        : []),
      ...tagged(rule),
    ],
  }));
}

function kept({ keepDays, coldAfterDays }: Pick<Rule, "keepDays" | "coldAfterDays">): string {
  const total = `It is kept for ${count(keepDays, "day")} and then deleted.`;
  if (coldAfterDays === undefined) return total;
  return `It is kept for ${count(keepDays, "day")}, of which the last ${count(keepDays - coldAfterDays, "day")} in cold storage, and then deleted.`;
}

function destination({ to }: Copy): string {
  if (to.kind === "region") return `the vault of the same name in the Region ${to.region}`;
  if (to.kind === "vault") return `the vault ${to.arn}`;
  return `the vault ${to.vault} of the account ${to.accountId} in the Region ${to.region}`;
}

function tagged({ tags }: Rule): string[] {
  const pairs = Object.entries(tags).map(([key, value]) => `${key} set to "${value}"`);
  return pairs.length > 0 ? [`Its recovery points have the tags ${list(pairs)}.`] : [];
}
