import { ordered } from "./ordered.ts";

function number(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric */
export const numericOperators = ordered("Numeric", number);
