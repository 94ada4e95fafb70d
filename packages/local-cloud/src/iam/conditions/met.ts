import type { Context } from "../request.ts";
import type { Operator } from "./operator.ts";
import type { Condition } from "./parse.ts";

/**
 * Whether the request meets one condition. Several values of the policy are alternatives; several values of
 * the request need ForAnyValue or ForAllValues to say how many must match.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function isMet(
  { key, set, ifExists, operator, values }: Condition,
  context: Context,
  effect: "Allow" | "Deny" = "Deny",
): boolean {
  const requested = context.values(key);
  if (!operator) return isNullMet(requested, values);
  if (requested.length === 0 && ifExists) return true;
  // A variable without a value makes the statement invalid: it must not let in whom "not that one" would.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
  if (effect === "Allow" && operator.negated && values.some((value) => isUnresolved(value, context)))
    return false;
  const test = tester(operator, values, context);
  if (requested.length === 0) {
    if (set === "ForAllValues") return true;
    // Nothing equals a value that isn't there, so a negated comparison holds; ForAnyValue needs something to hold for.
    return set === undefined && operator.negated;
  }
  if (set === "ForAllValues") return requested.every(test);
  if (set === "ForAnyValue") return requested.some(test);
  return operator.negated ? requested.every(test) : requested.some(test);
}

function tester({ negated, matches }: Operator, values: Condition["values"], context: Context) {
  const wanted = values.map(({ pattern }) => pattern(context.lookup)).filter((value) => value !== undefined);
  return (got: string) => wanted.some((value) => matches(got, value)) !== negated;
}

const isUnresolved = ({ pattern }: Condition["values"][number], { lookup }: Context): boolean =>
  pattern(lookup) === undefined;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null */
function isNullMet(requested: string[], values: Condition["values"]): boolean {
  const absent = String(requested.length === 0);
  return values.some(({ text }) => text.toLowerCase() === absent);
}

/** What the condition wanted and what the request had, for a person to read. */
export function describeCondition({ name, key, values }: Condition, context: Context): string {
  const got = context.values(key);
  const wanted = values.map(({ text }) => text).join(" or ");
  return `${name} ${key} wants ${wanted || "nothing"}, the request has ${got.join(", ") || "none"}`;
}
