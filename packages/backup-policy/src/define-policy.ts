import { findingsOf } from "./check-policy.ts";
import { PolicyError } from "./policy-error.ts";
import type { Policy, PolicyInput } from "./schema.ts";
import { shaped } from "./shape.ts";

/**
 * A backup policy that can work: its shape is right and no law is broken. Warnings don't keep it from being
 * one; `checkPolicy` tells them.
 *
 * @throws PolicyError with every refusal: field, rule broken, value got, value allowed
 */
export function definePolicy(input: PolicyInput): Policy {
  const result = shaped(input);
  if ("refusals" in result) throw new PolicyError(result.refusals);
  const refusals = findingsOf(result.policy).filter(({ severity }) => severity === "error");
  if (refusals.length > 0) throw new PolicyError(refusals, result.policy);
  return result.policy;
}
