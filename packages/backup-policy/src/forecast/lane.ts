import type { Copy, Policy, Rule } from "../schema.ts";
import { rulesOf } from "../schema.ts";
import { runsByRule } from "./runs.ts";
import { DAY, MINUTE } from "./time.ts";

/** The recovery points that one rule makes in one place. Times are milliseconds, instants those since 1970. */
export interface Lane {
  rule: string;
  /** Where the points are: `vault`, or what a copy goes to. */
  place: string;
  /** The Region of a copy, where the policy names one. */
  region?: string;
  isCopy: boolean;
  keepDays: number;
  /** Left out where nothing gets cold: DynamoDB's backups do with AWS Backup's advanced features only. */
  coldAfterDays?: number;
  keep: number;
  coldAfter: number;
  /** How long after its scheduled time a job may start, and how long after that it may end. */
  startWindow: number;
  completionWindow: number;
  /** When the rule's jobs are scheduled, in order; the copies of a rule share one list. */
  made: readonly number[];
}

export interface LaneSpan {
  from: number;
  to: number;
  /** When the plan came into force; before it no point was made. */
  since: number;
  /** Whether jobs take all the time that their windows give them. */
  late: boolean;
}

/**
 * Every lane of a policy with the points that exist at some time of the span.
 *
 * A copy has its source's creation date and its own lifecycle, counted from that date.
 * A rule with a logically air-gapped vault puts DynamoDB's points right there, as AWS Backup manages them fully.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/lag-vault-primary-backup.html
 */
export function lanesOf(policy: Policy, span: LaneSpan): Lane[] {
  const runs = runsByRule(policy, span);
  return rulesOf(policy).flatMap(([name, rule]) => {
    const made = runs.get(name) ?? [];
    const { advancedDynamoDb } = policy.assumptions;
    const source = { place: advancedDynamoDb ? (rule.airGappedVaultArn ?? "vault") : "vault", isCopy: false };
    const copies = advancedDynamoDb
      ? rule.copies.map((copy) => ({ ...placeOf(copy), isCopy: true, copy }))
      : [];
    return [{ ...source, copy: rule }, ...copies].map(({ copy: lifecycle, ...place }) => ({
      rule: name,
      ...place,
      ...lifecycleOf(lifecycle, advancedDynamoDb),
      startWindow: span.late ? rule.startWindowMinutes * MINUTE : 0,
      completionWindow: span.late ? rule.completionWindowMinutes * MINUTE : 0,
      made,
    }));
  });
}

function lifecycleOf(
  { keepDays, coldAfterDays }: Pick<Rule, "keepDays" | "coldAfterDays">,
  advanced: boolean,
) {
  const cold = advanced ? coldAfterDays : undefined;
  const keep = keepDays * DAY;
  return {
    keepDays,
    keep,
    ...(cold !== undefined && { coldAfterDays: cold }),
    coldAfter: Math.min(cold === undefined ? keep : cold * DAY, keep),
  };
}

function placeOf({ to }: Copy): { place: string; region?: string } {
  if (to.kind === "region") return { place: to.region, region: to.region };
  if (to.kind === "account") {
    return { place: `${to.accountId}/${to.region}/${to.vault}`, region: to.region };
  }
  const region = to.arn.split(":")[3];
  return { place: to.arn, ...(region !== undefined && { region }) };
}
