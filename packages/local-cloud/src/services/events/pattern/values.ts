import { cidr, sameText } from "./addresses.ts";
import { anythingBut } from "./anythingBut.ts";
import { isObject } from "./branches.ts";
import type { Leaf } from "./fields.ts";
import { numeric } from "./numeric.ts";
import { wildcard } from "./wildcard.ts";

export type Refuse = (reason: string) => Error;
export type Passes = (value: Leaf) => boolean;

/** One of a pattern's values for a field. */
export interface ValueTest {
  passes: Passes;
  /** Whether a field that isn't in the event passes. */
  absent?: boolean;
}

export type Comparison = (operand: unknown, refuse: Refuse) => Passes;

export function valueTest(expected: unknown, refuse: Refuse): ValueTest {
  if (typeof expected === "string") return { passes: sameText(expected) };
  if (isObject(expected)) return comparisonTest(expected, refuse);
  if (Array.isArray(expected) || expected === undefined)
    throw refuse("Match value must be String, number, true, false, or null");
  return { passes: (value) => value === expected };
}

function comparisonTest(expected: Record<string, unknown>, refuse: Refuse): ValueTest {
  const [entry, ...others] = Object.entries(expected);
  if (!entry) throw refuse("Match expression name not found");
  const [name, operand] = entry;
  if (!Object.hasOwn(comparisons, name) && name !== "exists") throw refuse(`Unrecognized match type ${name}`);
  if (others.length > 0) throw refuse("Only one key allowed in match expression");
  if (name !== "exists") return { passes: comparisons[name]!(operand, refuse) };
  if (typeof operand !== "boolean") throw refuse("exists match pattern must be either true or false.");
  return { passes: () => operand, absent: !operand };
}

const ofText =
  (test: (value: string) => boolean): Passes =>
  (value) =>
    typeof value === "string" && test(value);

/** A comparison with one text, such as `{ "prefix": "init" }`. */
const textual =
  (name: string, test: (operand: string) => (value: string) => boolean): Comparison =>
  (operand, refuse) => {
    if (typeof operand !== "string") throw refuse(`${name} match pattern must be a string`);
    return ofText(test(operand));
  };

export const equalsIgnoreCase = textual("equals-ignore-case", (operand) => {
  const wanted = operand.toLowerCase();
  return (value) => value.toLowerCase() === wanted;
});

/** Either a text, or `{ "equals-ignore-case": text }`. */
const orIgnoringCase =
  (name: "prefix" | "suffix", test: (operand: string) => (value: string) => boolean): Comparison =>
  (operand, refuse) => {
    if (!isObject(operand)) return textual(name, test)(operand, refuse);
    const [entry, ...others] = Object.entries(operand);
    const title = name === "prefix" ? "Prefix" : "Suffix";
    if (!entry) throw refuse(`${title} expression name not found`);
    if (entry[0] !== "equals-ignore-case") throw refuse(`Unsupported ${name} pattern: ${entry[0]}`);
    if (others.length > 0) throw refuse("Only one key allowed in match expression");
    return textual("equals-ignore-case", (text) => {
      const ignoringCase = test(text.toLowerCase());
      return (value) => ignoringCase(value.toLowerCase());
    })(entry[1], refuse);
  };

export const prefix = orIgnoringCase("prefix", (operand) => (value) => value.startsWith(operand));
export const suffix = orIgnoringCase("suffix", (operand) => (value) => value.endsWith(operand));

const comparisons: Record<string, Comparison> = {
  "anything-but": anythingBut,
  cidr,
  "equals-ignore-case": equalsIgnoreCase,
  exactly: textual("exact", (operand) => (value) => value === operand),
  numeric,
  prefix,
  suffix,
  wildcard: (operand, refuse) => {
    if (typeof operand !== "string") throw refuse("wildcard match pattern must be a string");
    return ofText(wildcard(operand, refuse));
  },
};
