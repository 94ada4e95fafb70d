import { isObject } from "./branches.ts";
import type { Leaf } from "./fields.ts";
import type { Comparison, Passes, Refuse } from "./values.ts";
import { wildcard } from "./wildcard.ts";

type TextTest = (text: string, refuse: Refuse) => (value: string) => boolean;

/** What can stand in an anything-but beside plain values, with AWS's word for an operand that isn't a text. */
const inner: Record<string, { test: TextTest; notText: string }> = {
  "equals-ignore-case": {
    test: (text) => (value) => value.toLowerCase() === text.toLowerCase(),
    notText: "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
  },
  prefix: {
    test: (text, refuse) => {
      if (text === "") throw refuse("Null prefix/suffix not allowed");
      return (value) => value.startsWith(text);
    },
    notText: "prefix/suffix match pattern must be a string",
  },
  suffix: {
    test: (text, refuse) => {
      if (text === "") throw refuse("Null prefix/suffix not allowed");
      return (value) => value.endsWith(text);
    },
    notText: "prefix/suffix match pattern must be a string",
  },
  wildcard: { test: wildcard, notText: "wildcard match pattern must be a string" },
};

/** Passes every value that is there and isn't one of these; so do a null and a value of another type. */
export const anythingBut: Comparison = (operand, refuse) => {
  if (isObject(operand)) return nothingThat(operand, refuse);
  const values = requireList(operand, refuse);
  const types = new Set(values.map((value) => typeof value));
  if (values.some((value) => typeof value !== "string" && typeof value !== "number"))
    throw refuse("Inside anything but list, start|null|boolean is not supported.");
  if (types.size !== 1)
    throw refuse(
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    );
  const refused = new Set(values as Leaf[]);
  return (value) => !refused.has(value);
};

function nothingThat(operand: Record<string, unknown>, refuse: Refuse): Passes {
  const [entry, ...others] = Object.entries(operand);
  if (!entry) throw refuse("Anything-But expression name not found");
  const [name, texts] = entry;
  if (!Object.hasOwn(inner, name)) throw refuse(`Unsupported anything-but pattern: ${name}`);
  const { test, notText } = inner[name]!;
  const tests = requireList(texts, refuse).map((text) => {
    if (typeof text !== "string") throw refuse(notText);
    return test(text, refuse);
  });
  if (others.length > 0) throw refuse("Too many elements in numeric expression");
  // An empty list passes nothing, as in AWS's engine.
  return (value) => tests.length > 0 && (typeof value !== "string" || !tests.some((one) => one(value)));
}

function requireList(operand: unknown, refuse: Refuse): unknown[] {
  const single = typeof operand === "string" || typeof operand === "number";
  if (!single && !Array.isArray(operand))
    throw refuse("Value of anything-but must be an array or single string/number value.");
  return [operand].flat();
}
