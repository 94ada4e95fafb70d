import type { Refusal } from "../policy-error.ts";
import type { Policy } from "../schema.ts";

/** Something AWS demands of every policy. */
export interface Law {
  /** Where AWS says so. */
  source: string;
  /** What breaks the law, one entry a field; nothing when the law is kept. */
  check(policy: Policy): Omit<Refusal, "rule">[];
}
