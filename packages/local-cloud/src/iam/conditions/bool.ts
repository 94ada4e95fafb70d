import type { Operator } from "./operator.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Boolean */
export const boolOperators: Record<string, Operator> = {
  Bool: {
    negated: false,
    wildcards: false,
    variables: true,
    matches: (got, wanted) => got.toLowerCase() === wanted.toLowerCase(),
  },
};
