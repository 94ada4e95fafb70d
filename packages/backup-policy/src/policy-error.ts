import type { Policy } from "./schema.ts";

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
  /** The policy itself where its shape is right and only laws are broken. */
  readonly policy: Policy | undefined;

  constructor(refusals: readonly Refusal[], policy?: Policy) {
    const lines = refusals.map((refusal) => `- ${sentence(refusal)} (${refusal.rule})`);
    super(["The backup policy can't work:", ...lines].join("\n"));
    this.name = "PolicyError";
    this.refusals = refusals;
    this.policy = policy;
  }
}

/** A refusal in words: field, value got, value allowed. */
export function sentence({ field, got, allowed }: Omit<Refusal, "rule">): string {
  const is = got === undefined ? "missing" : JSON.stringify(got);
  return `${field} is ${is}; allowed: ${allowed}`;
}
