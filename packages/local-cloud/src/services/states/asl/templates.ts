import type { Chance } from "../../../chance.ts";
import { StatesError } from "./errors.ts";
import { evaluateIntrinsic, isIntrinsic } from "./intrinsics.ts";
import { isObject, type Json } from "./json.ts";
import { lookUp, type Scope } from "./paths.ts";

/**
 * A payload template filled: a member whose name ends in `.$` has a path or an intrinsic function for its value.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html
 */
export function fill(template: Json, scope: Scope, chance: Chance): Json {
  if (Array.isArray(template)) return template.map((item) => fill(item, scope, chance));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith(".$")
        ? [name.slice(0, -2), selected(name, value, scope, chance)]
        : [name, fill(value, scope, chance)],
    ),
  );
}

function selected(name: string, value: Json, scope: Scope, chance: Chance): Json {
  const expression = String(value);
  if (isIntrinsic(expression)) return evaluateIntrinsic(expression, scope, chance);
  const found = lookUp(expression, scope);
  if (found !== undefined) return found;
  throw new StatesError(
    "States.ParameterPathFailure",
    `The JSONPath '${expression}' specified for the field '${name}' could not be found in the input '${JSON.stringify(scope.input)}'`,
  );
}
