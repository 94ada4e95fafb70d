import type { Operator } from "./operator.ts";

/**
 * Both sides are base64.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_BinaryEquals
 */
export const binaryOperators: Record<string, Operator> = {
  BinaryEquals: {
    negated: false,
    wildcards: false,
    variables: false,
    matches: (got, wanted) => Buffer.from(got, "base64").equals(Buffer.from(wanted, "base64")),
  },
};
