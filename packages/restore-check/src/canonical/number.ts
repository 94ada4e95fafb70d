import { UnreadableItem } from "../unreadable.ts";

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

/**
 * A DynamoDB number in the one form all its spellings share: sign, digits without outer zeros, `e`, exponent.
 * `1.50`, `+15E-1` and `1.5` all give `15e-1`; every zero gives `0`. Never goes through a JavaScript number.
 */
export function canonicalNumber(text: string): string {
  const match = NUMBER.exec(text);
  const fraction = match?.[3] ?? "";
  const digits = (match?.[2] ?? "") + fraction;
  if (!match || digits === "") throw new UnreadableItem("holds a number that DynamoDB could not hold");

  let start = 0;
  let end = digits.length;
  while (start < end && digits[start] === "0") start++;
  while (end > start && digits[end - 1] === "0") end--;
  if (start === end) return "0";

  const exponent = Number(match[4] ?? 0) - fraction.length + (digits.length - end);
  return `${match[1] === "-" ? "-" : ""}${digits.slice(start, end)}e${exponent}`;
}
