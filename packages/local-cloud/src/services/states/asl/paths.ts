import { JSONPath } from "jsonpath-plus";
import { runtimeError, StatesError } from "./errors.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

/** What paths and expressions of a state can look at. */
export interface Scope {
  input: Json;
  /** `$$`, the context object. */
  context: JsonObject;
  variables: JsonObject;
}

const variable = /^\$([A-Za-z_][A-Za-z0-9_]*)(.*)$/s;

/**
 * The value at a path: `$.a`, `$$.Execution.Id`, `$variable.a`; undefined where there is none.
 * A path that can find several things finds a list.
 * https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 */
export function lookUp(path: string, { input, context, variables }: Scope): Json | undefined {
  if (path.startsWith("$$")) return query(path.slice(1), context);
  const [, name, rest] = variable.exec(path) ?? [];
  if (name === undefined) return query(path, input);
  const value = variables[name];
  return value === undefined ? undefined : query(`$${rest}`, value);
}

/** Throws States.Runtime where there is nothing at the path. */
export function valueAt(path: string, scope: Scope): Json {
  const value = lookUp(path, scope);
  if (value === undefined)
    throw runtimeError(
      `Invalid path '${path}': No results for path: ${path} in the input ${JSON.stringify(scope.input)}`,
    );
  return value;
}

function query(path: string, json: Json): Json | undefined {
  if (path === "$") return json;
  const found = JSONPath({ path, json: json as object, wrap: true, eval: "safe" }) as Json[];
  return isIndefinite(path) ? found : found[0];
}

/** Outside of quotes: a wildcard, a filter, a slice, a union or a search at any depth. */
const isIndefinite = (path: string): boolean =>
  /\.\.|\*|\?\(|\[[^\]]*[:,]/.test(path.replace(/'[^']*'|"[^"]*"/g, "''"));

/** `input` with `value` put where a reference path points; steps that aren't there are made. */
export function putAt(path: string, input: Json, value: Json): Json {
  const steps = [...path.slice(1).matchAll(/\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/g)].map(
    ([, name, quoted, index]) => (index === undefined ? (name ?? quoted)! : Number(index)),
  );
  return put(steps, input, value, path);
}

function put(steps: (string | number)[], target: Json | undefined, value: Json, path: string): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === "number") {
    if (!Array.isArray(target) || step >= target.length) throw unreachable(path);
    return target.map((item, index) => (index === step ? put(rest, item, value, path) : item));
  }
  if (target !== undefined && !isObject(target)) throw unreachable(path);
  return { ...target, [step]: put(rest, target?.[step], value, path) };
}

const unreachable = (path: string) =>
  new StatesError(
    "States.ResultPathMatchFailure",
    `Unable to apply ReferencePath ${path} to the state's input.`,
  );
