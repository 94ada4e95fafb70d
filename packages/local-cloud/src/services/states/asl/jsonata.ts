import { createHash } from "node:crypto";
import jsonata from "jsonata";
import type { Chance } from "../../../chance.ts";
import { StatesError } from "./errors.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

/** What expressions see as `$states`, and the variables beside it. */
export interface Bindings {
  states: { input: Json; context: JsonObject; result?: Json; errorOutput?: Json };
  variables: JsonObject;
}

const expression = /^\{%([\s\S]*)%\}$/;

export const isExpression = (value: unknown): value is string =>
  typeof value === "string" && expression.test(value);

/**
 * A value with every `{% … %}` in it replaced by what the expression comes to.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 * @param field what the message of States.QueryEvaluationError calls it
 */
export async function evaluate(
  value: Json,
  bindings: Bindings,
  chance: Chance,
  field: string,
): Promise<Json> {
  if (isExpression(value)) return run(expression.exec(value)![1]!, bindings, chance, field);
  if (Array.isArray(value))
    return Promise.all(value.map((item, index) => evaluate(item, bindings, chance, `${field}[${index}]`)));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(
    async ([name, one]) => [name, await evaluate(one, bindings, chance, `${field}/${name}`)] as const,
  );
  return Object.fromEntries(await Promise.all(members));
}

async function run(
  text: string,
  { states, variables }: Bindings,
  chance: Chance,
  field: string,
): Promise<Json> {
  let value: unknown;
  try {
    const compiled = jsonata(text);
    for (const [name, implementation] of Object.entries(extensions(chance)))
      compiled.registerFunction(name, implementation as never);
    value = await compiled.evaluate({}, { ...variables, states });
  } catch (error) {
    throw failure(field, text, (error as Error).message);
  }
  if (value === undefined || typeof value === "function")
    throw failure(field, text, `The JSONata expression returned nothing (undefined).`);
  // JSONata's own arrays carry properties that aren't part of the value.
  return JSON.parse(JSON.stringify(value));
}

const failure = (field: string, text: string, why: string) =>
  new StatesError(
    "States.QueryEvaluationError",
    `The JSONata expression '${text.trim()}' specified for the field '${field}' threw an error during evaluation. ${why}`,
  );

/** What Step Functions adds to JSONata; it takes `$eval` away. */
const extensions = (chance: Chance) => ({
  partition: (items: Json[], size: number) =>
    Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
      items.slice(index * size, (index + 1) * size),
    ),
  range: (first: number, last: number, step: number) =>
    Array.from(
      { length: Math.max(0, Math.floor((last - first) / step) + 1) },
      (_, index) => first + index * step,
    ),
  hash: (value: Json, algorithm = "SHA-256") =>
    createHash(algorithm.replace("-", "").toLowerCase())
      .update(typeof value === "string" ? value : JSON.stringify(value))
      .digest("hex"),
  random: (seed?: number) => chance.random(seed),
  uuid: () => chance.uuid(),
  parse: (value: string) => JSON.parse(value),
  eval() {
    throw new Error("$eval isn't supported by Step Functions: use $parse.");
  },
});
