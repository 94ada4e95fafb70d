import type { Lane } from "./forecast/lane.ts";
import { lanesInYears, makeCalendar } from "./laws/calendar.ts";
import { laws } from "./laws/index.ts";
import type { Circumstances } from "./laws/law.ts";
import { type Refusal, sentence } from "./policy-error.ts";
import type { Policy, PolicyInput } from "./schema.ts";
import { shaped } from "./shape.ts";

/** Something in a policy that doesn't keep to a law, or to the shape policies have. */
export interface Finding extends Refusal {
  /** `error`: `definePolicy` refuses it. `warning`: it may work, and somebody should know. */
  severity: "error" | "warning";
  /** Field, value got and value allowed, in words. */
  sentence: string;
  /** Where AWS says so; misshapen fields have none. */
  source?: string;
}

/**
 * Everything there is to say against a policy, errors and warnings; nothing when it is fine.
 *
 * @param today `2026-11-22`: dates in the policy are held against it; left out, they aren't
 */
export function checkPolicy(input: PolicyInput, { today }: { today?: string } = {}): Finding[] {
  const result = shaped(input);
  if ("policy" in result) return findingsOf(result.policy, today);
  return result.refusals.map((refusal) => ({ ...refusal, severity: "error", sentence: sentence(refusal) }));
}

/** What the laws say against a policy of the right shape. */
export function findingsOf(policy: Policy, today?: string): Finding[] {
  let lanes: readonly Lane[] | undefined;
  const circumstances: Circumstances = {
    calendar: makeCalendar(),
    lanes() {
      lanes ??= lanesInYears(policy);
      return lanes;
    },
    ...(today !== undefined && { today }),
  };
  return Object.entries(laws).flatMap(([rule, { severity, source, check }]) =>
    check(policy, circumstances).map((breach) => ({
      ...breach,
      rule,
      severity,
      sentence: sentence(breach),
      source,
    })),
  );
}
