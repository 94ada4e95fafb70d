import * as v from "valibot";
import { laws } from "./laws/index.ts";
import { PolicyError, type Refusal } from "./policy-error.ts";
import { Policy, type PolicyInput } from "./schema.ts";

/**
 * A backup policy that can work: its shape is right and no law is broken.
 *
 * @throws PolicyError with every refusal: field, rule broken, value got, value allowed
 */
export function definePolicy(input: PolicyInput): Policy {
  const parsed = v.safeParse(Policy, input);
  if (!parsed.success) throw new PolicyError(parsed.issues.map(misshapen));
  const refusals = Object.entries(laws).flatMap(([rule, law]) =>
    law.check(parsed.output).map((broken): Refusal => ({ ...broken, rule })),
  );
  if (refusals.length > 0) throw new PolicyError(refusals);
  return parsed.output;
}

function misshapen(issue: v.BaseIssue<unknown>): Refusal {
  return {
    field: v.getDotPath(issue) ?? "policy",
    rule: "shape",
    got: issue.path ? issue.path.at(-1)?.value : issue.input,
    allowed: issue.type === "strict_object" ? shapeOf(issue) : issue.message,
  };
}

function shapeOf(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === "never") return "nothing, there is no such field";
  return issue.expected === "Object" ? "an object" : "a value, the field has to be there";
}
