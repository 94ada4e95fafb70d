import type { Comparison, Refuse } from "./values.ts";

const signs: Record<string, (left: number, right: number) => boolean> = {
  "=": (left, right) => left === right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

/** `["=", 1]`, `[">", 0]` or a range, from below: `[">", 0, "<=", 5]`. Passes JSON numbers only. */
export const numeric: Comparison = (operand, refuse) => {
  if (!Array.isArray(operand)) throw refuse("Value of numeric must be an array.");
  const [sign, number, ...rest] = operand;
  if (typeof sign !== "string") throw refuse(`Invalid member in numeric match: ${sign ?? "]"}`);
  if (!Object.hasOwn(signs, sign)) throw refuse(`Unrecognized numeric range operator: ${sign}`);
  if (typeof number !== "number") throw refuse(`Value of ${sign === "=" ? "equals" : sign} must be numeric`);
  const test = signs[sign]!;
  if (rest.length === 0) return (value) => typeof value === "number" && test(value, number);
  if (!sign.startsWith(">")) throw refuse("Too many elements in numeric expression");
  const top = topOf(number, rest, refuse);
  return (value) => typeof value === "number" && test(value, number) && top(value);
};

function topOf(
  bottom: number,
  [sign, number, ...more]: unknown[],
  refuse: Refuse,
): (value: number) => boolean {
  if (typeof sign !== "string") throw refuse(`Bad value in numeric range: ${sign}`);
  if (sign !== "<" && sign !== "<=") throw refuse(`Bad numeric range operator: ${sign}`);
  if (typeof number !== "number") throw refuse(`Value of ${sign} must be numeric`);
  if (more.length > 0) throw refuse("Too many terms in numeric range expression");
  if (bottom >= number) throw refuse("Bottom must be less than top");
  return (value) => signs[sign]!(value, number);
}
