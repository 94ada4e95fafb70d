import { matchesArn } from "../glob.ts";
import { type Operator, pair } from "./operator.ts";

const like = {
  wildcards: true,
  variables: true,
  matches: (got: string, wanted: string) => matchesArn(wanted, got),
};

/**
 * ArnEquals and ArnLike behave identically.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const arnOperators: Record<string, Operator> = {
  ...pair("ArnEquals", "ArnNotEquals", like),
  ...pair("ArnLike", "ArnNotLike", like),
};
