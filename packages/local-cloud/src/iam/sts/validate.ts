import { AwsError } from "../../errors.ts";

interface TextRules {
  least: number;
  most: number;
  /** As AWS prints it. */
  pattern?: string;
}

/** A text member that must be there, or AWS's ValidationError about it. */
export function requiredText(input: URLSearchParams, member: string, rules: TextRules): string {
  const value = input.get(member);
  if (value === null) throw violation(null, member, "Member must not be null");
  const { least, most, pattern } = rules;
  if (value.length < least)
    throw violation(value, member, `Member must have length greater than or equal to ${least}`);
  if (value.length > most)
    throw violation(value, member, `Member must have length less than or equal to ${most}`);
  if (pattern !== undefined && !new RegExp(`^${pattern}$`, "u").test(value))
    throw violation(value, member, `Member must satisfy regular expression pattern: ${pattern}`);
  return value;
}

/** A whole number, or undefined where the member isn't there. */
export function optionalInteger(
  input: URLSearchParams,
  member: string,
  range: { least: number; most: number },
) {
  const text = input.get(member);
  if (text === null) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < range.least)
    throw violation(text, member, `Member must have value greater than or equal to ${range.least}`);
  if (value > range.most)
    throw violation(text, member, `Member must have value less than or equal to ${range.most}`);
  return value;
}

function violation(value: string | null, member: string, rule: string): AwsError {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  const shown = value === null ? "null" : `'${value}'`;
  return new AwsError(
    "ValidationError",
    `1 validation error detected: Value ${shown} at '${name}' failed to satisfy constraint: ${rule}`,
  );
}
