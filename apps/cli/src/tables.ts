import * as v from "valibot";
import { CouldNotRun } from "./errors.ts";

const Tables = v.array(v.object({ model: v.string(), table: v.string() }));

/** A model of the GraphQL schema and the DynamoDB table that holds it. */
export type Table = v.InferOutput<typeof Tables>[number];

/** Reads the `Tables` output of the Api stack, by model as the site lists them. */
export function parseTables(json: string): Table[] {
  try {
    return v.parse(Tables, JSON.parse(json)).sort((a, b) => a.model.localeCompare(b.model));
  } catch (cause) {
    throw new CouldNotRun(`The Api stack's output Tables isn't a list of {model, table}: ${json}`, {
      next: "Deploy the stacks of this version.",
      cause,
    });
  }
}

/** The tables asked for, by model or table name, in the order they come; all of them when none is asked for. */
export function chooseTables(all: Table[], asked: readonly string[]): Table[] {
  if (asked.length === 0) return all;
  const isNamed = ({ model, table }: Table, name: string) =>
    table === name || model.toLowerCase() === name.toLowerCase();
  for (const name of asked) {
    if (all.some((table) => isNamed(table, name))) continue;
    throw new CouldNotRun(`There's no table "${name}".`, {
      next: `Name a model or its table: ${all.map(({ model, table }) => `${model} (${table})`).join(", ")}.`,
    });
  }
  return all.filter((table) => asked.some((name) => isNamed(table, name)));
}
