import { ordered } from "./ordered.ts";

const EPOCH_SECONDS = /^\d+(\.\d+)?$/;
// A four-digit number is a year of ISO 8601, not a moment of 1970.
const YEAR = /^\d{4}$/;

function milliseconds(text: string): number {
  return EPOCH_SECONDS.test(text) && !YEAR.test(text) ? Number(text) * 1000 : Date.parse(text);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date */
export const dateOperators = ordered("Date", milliseconds);
