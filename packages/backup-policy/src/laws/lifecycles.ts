import { type Policy, rulesOf } from "../schema.ts";

interface Lifecycle {
  /** Where in the policy: `rules.daily`, `rules.daily.copies.0`. */
  field: string;
  keepDays: number;
  coldAfterDays?: number | undefined;
}

/** How long what is kept, rule by rule: the recovery points and then their copies. */
export function lifecyclesOf(policy: Policy): Lifecycle[] {
  return rulesOf(policy).flatMap(([name, rule]) => [
    { ...rule, field: `rules.${name}` },
    ...rule.copies.map((copy, i) => ({ ...copy, field: `rules.${name}.copies.${i}` })),
  ]);
}
