import { matches } from "../glob.ts";
import { type Operator, pair } from "./operator.ts";

const exact = { wildcards: false, variables: true };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String */
export const stringOperators: Record<string, Operator> = {
  ...pair("StringEquals", "StringNotEquals", { ...exact, matches: (got, wanted) => got === wanted }),
  ...pair("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", {
    ...exact,
    matches: (got, wanted) => got.toLowerCase() === wanted.toLowerCase(),
  }),
  ...pair("StringLike", "StringNotLike", {
    wildcards: true,
    variables: true,
    matches: (got, wanted) => matches(wanted, got),
  }),
};
