import * as v from "valibot";
import type { Refusal } from "./policy-error.ts";
import { Policy } from "./schema.ts";

/** The policy with everything filled in that was left out, or what of its shape is wrong. */
export function shaped(input: unknown): { policy: Policy } | { refusals: Refusal[] } {
  const parsed = v.safeParse(Policy, input);
  return parsed.success ? { policy: parsed.output } : { refusals: parsed.issues.map(misshapen) };
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
