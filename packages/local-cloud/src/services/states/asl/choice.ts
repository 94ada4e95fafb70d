import { runtimeError } from "./errors.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { lookUp, type Scope, valueAt } from "./paths.ts";

/**
 * Whether a rule of a Choice state, in JSONPath, holds.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export function holds(rule: JsonObject, scope: Scope): boolean {
  if (Array.isArray(rule.And)) return rule.And.every((one) => holds(one as JsonObject, scope));
  if (Array.isArray(rule.Or)) return rule.Or.some((one) => holds(one as JsonObject, scope));
  if (isObject(rule.Not)) return !holds(rule.Not, scope);
  const path = String(rule.Variable);
  const value = lookUp(path, scope);
  if (typeof rule.IsPresent === "boolean") return (value !== undefined) === rule.IsPresent;
  if (value === undefined)
    throw runtimeError(
      `Invalid path '${path}': The choice state's condition path references an invalid value.`,
    );
  const [name, operand] = Object.entries(rule).find(([name]) => name in tests || pathTest(name)) ?? [];
  if (name === undefined) throw runtimeError(`The choice rule for ${path} has no comparison.`);
  const plain = pathTest(name);
  return plain ? tests[plain]!(value, valueAt(String(operand), scope)) : tests[name]!(value, operand!);
}

/** `StringEqualsPath` is `StringEquals` with what stands at a path. */
const pathTest = (name: string): string | undefined =>
  name.endsWith("Path") && name.slice(0, -4) in tests ? name.slice(0, -4) : undefined;

type Test = (value: Json, operand: Json) => boolean;

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const isTimestamp = (value: Json): value is string => typeof value === "string" && timestamp.test(value);

const orders: Record<string, (difference: number) => boolean> = {
  Equals: (difference) => difference === 0,
  LessThan: (difference) => difference < 0,
  GreaterThan: (difference) => difference > 0,
  LessThanEquals: (difference) => difference <= 0,
  GreaterThanEquals: (difference) => difference >= 0,
};

const compared = (type: string, isType: (value: Json) => boolean, differ: (a: any, b: any) => number) =>
  Object.entries(orders).map(([order, holds]): [string, Test] => [
    `${type}${order}`,
    (value, operand) => isType(value) && isType(operand) && holds(differ(value, operand)),
  ]);

const is =
  (isType: (value: Json) => boolean): Test =>
  (value, operand) =>
    isType(value) === operand;

const tests: Record<string, Test> = {
  ...Object.fromEntries([
    ...compared(
      "String",
      (value) => typeof value === "string",
      (a, b) => (a < b ? -1 : a > b ? 1 : 0),
    ),
    ...compared(
      "Numeric",
      (value) => typeof value === "number",
      (a, b) => a - b,
    ),
    ...compared("Timestamp", isTimestamp, (a, b) => Date.parse(a) - Date.parse(b)),
  ]),
  BooleanEquals: (value, operand) => typeof value === "boolean" && value === operand,
  IsBoolean: is((value) => typeof value === "boolean"),
  IsNull: is((value) => value === null),
  IsNumeric: is((value) => typeof value === "number"),
  IsString: is((value) => typeof value === "string"),
  IsTimestamp: is(isTimestamp),
  StringMatches: (value, operand) => typeof value === "string" && pattern(String(operand)).test(value),
};

/** `*` stands for anything, `\*` for a star. */
const pattern = (text: string): RegExp =>
  new RegExp(
    `^${text.replace(/\\([\\*])|([*])|([.+?^${}()|[\]\\])/g, (_, escaped, star, special) =>
      star ? "[\\s\\S]*" : `\\${escaped ?? special}`,
    )}$`,
  );
