import { type Template, template } from "../glob.ts";
import type { Operator } from "./operator.ts";
import { operators } from "./registry.ts";

/** One operator on one key. */
export interface Condition {
  /** As written, such as `ForAnyValue:StringLikeIfExists`. */
  name: string;
  key: string;
  set?: "ForAnyValue" | "ForAllValues";
  ifExists: boolean;
  /** Absent for `Null`. */
  operator?: Operator;
  values: { text: string; pattern: Template }[];
}

interface Options {
  /** Whether the policy's language version has variables. */
  variables: boolean;
  refuse: (why: string) => Error;
}

const NAME = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/;

/** Reads the Condition element; what isn't an operator of AWS is refused by name. */
export function parseConditions(element: unknown, options: Options): Condition[] {
  if (element === undefined) return [];
  if (!isObject(element))
    throw options.refuse(`Condition is ${JSON.stringify(element)}; it must be an object`);
  return Object.entries(element).flatMap(([name, keys]) => {
    if (!isObject(keys))
      throw options.refuse(`Condition ${name} is ${JSON.stringify(keys)}; it must be an object`);
    // IAM takes what asks nothing, whatever it is called.
    if (Object.keys(keys).length === 0) return [];
    const parts = parseName(name, options);
    return Object.entries(keys).map(([key, values]) => ({
      ...parts,
      name,
      key: key.toLowerCase(),
      values: (Array.isArray(values) ? values : [values]).map((value) => ({
        text: String(value),
        pattern: template(String(value), {
          wildcards: parts.operator?.wildcards ?? false,
          variables: options.variables && (parts.operator?.variables ?? false),
        }),
      })),
    }));
  });
}

function parseName(name: string, { refuse }: Options): Pick<Condition, "set" | "ifExists" | "operator"> {
  const [, set, base = "", ifExists] = NAME.exec(name) ?? [];
  const operator = operators[base];
  const known = operator ?? (base === "Null" && !ifExists);
  if (!known)
    throw refuse(
      `Condition operator ${name} doesn't exist; AWS has ${Object.keys(operators).join(", ")}, Null`,
    );
  return {
    ...(set ? { set: set as "ForAnyValue" | "ForAllValues" } : {}),
    ifExists: ifExists !== undefined,
    ...(operator ? { operator } : {}),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
