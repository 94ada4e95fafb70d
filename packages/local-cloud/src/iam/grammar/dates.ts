import { type RawStatement, type Refusal, textsOf } from "./rule.ts";

const OPERATOR = /^(?:For(?:Any|All)Values?:)?Date/;
const ISO =
  /^-?\d{1,9}(?:-(?:0?[1-9]|1[0-2])(?:-(?:0?[1-9]|[12]\d|3[01]))?)?(?:t(?:(?:[01]?\d|2[0-3])(?::[0-5]?\d(?::[0-5]?\d(?:\.\d{1,9})?)?)?(?:z|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?)?)?$/i;
const MOST_SECONDS = 9223372036854775807n;

/**
 * Dates are ISO 8601 or seconds since 1970; sentence and cases as recorded from IAM.
 * https://github.com/getmoto/moto/blob/master/tests/test_iam/test_iam_policies.py
 */
export function dates({ Condition }: RawStatement): Refusal | undefined {
  for (const [name, keys] of Object.entries((Condition ?? {}) as Record<string, object>)) {
    if (!OPERATOR.test(name)) continue;
    for (const [key, values] of Object.entries(keys)) {
      const wrong = textsOf(values).find((value) => !isDate(value));
      if (wrong !== undefined)
        return {
          sentence: "The policy failed legacy parsing.",
          why: `${name} ${key} is ${JSON.stringify(wrong)}, no date of ISO 8601`,
        };
    }
  }
  return undefined;
}

const isDate = (text: string): boolean =>
  /^\d+$/.test(text) ? BigInt(text) <= MOST_SECONDS : ISO.test(text);
