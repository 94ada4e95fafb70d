/** One thing in a policy that can't work. */
export interface Refusal {
  /** Where in the policy: `rules.monthly.keepDays`. */
  field: string;
  /** What was broken: `shape`, or the name of a law. */
  rule: string;
  got: unknown;
  /** What the field may be, in words. */
  allowed: string;
}

/** A policy that can't work, with everything that is wrong with it. */
export class PolicyError extends Error {
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    super(["The backup policy can't work:", ...refusals.map(sentence)].join("\n"));
    this.name = "PolicyError";
    this.refusals = refusals;
  }
}

function sentence({ field, rule, got, allowed }: Refusal): string {
  const is = got === undefined ? "missing" : JSON.stringify(got);
  return `- ${field} is ${is}; allowed: ${allowed} (${rule})`;
}
