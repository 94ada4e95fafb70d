import { UnreadableItem } from "../unreadable.ts";

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,6}))?$/;

/**
 * A DynamoDB number in the one form all its spellings share: sign, digits without outer zeros, `e`, exponent.
 * `1.50`, `+15E-1` and `1.5` all give `15e-1`; every zero gives `0`. Never goes through a JavaScript number.
 */
export function canonicalNumber(text: string): string {
  if (isPlainInteger(text)) return `${text}e0`;
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

/** Digits without a zero at either end: what most numbers are, and canonical but for the exponent. */
function isPlainInteger(text: string): boolean {
  const { length } = text;
  const start = text.charCodeAt(0) === 0x2d ? 1 : 0;
  if (length === start) return false;
  for (let index = start; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text.charCodeAt(start) !== 0x30 && text.charCodeAt(length - 1) !== 0x30;
}
