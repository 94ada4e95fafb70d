import * as sdk from "@aws-sdk/client-backup";
import type { Operation } from "./operation.ts";

/** AWS's API model as the SDK carries it: https://smithy.io/2.0/spec/model.html, in the SDK's short form. */
type Ref = number | "unit" | Structure | [Ref, object | number] | (() => Ref);
type Structure = [kind: number, namespace: string, name: string, traits: unknown, ...rest: any[]];

const [list, map, structure, operation] = [1, 2, 3, 9];
const nothing: Structure = [structure, "", "", 0, [], []];
const exported = sdk as unknown as Record<string, Structure>;

export interface ModelOperation extends Required<Pick<Operation, "method" | "path" | "query">> {
  status: number;
  input: string[];
  output: Ref;
}

/** Every operation of the SDK, by its name. */
export const model: Record<string, ModelOperation> = Object.fromEntries(
  Object.values(exported)
    .filter((one) => Array.isArray(one) && one[0] === operation)
    .map(([, , name, traits, input, output]) => {
      const [method, path, status] = (traits as { http: [Operation["method"], string, number] }).http;
      const shape = resolve(input);
      const [, , , , members, schemas]: Structure = Array.isArray(shape) ? shape : nothing;
      const query = (members as string[]).flatMap((member, index) => {
        const parameter = traitsOf(schemas[index]).httpQuery;
        return parameter === undefined ? [] : [[parameter, member]];
      });
      return [name, { method, path, status, query: Object.fromEntries(query), input: members, output }];
    }),
);

/** What of an answer isn't as the model has it, by its path. */
export function deviations(name: string, answer: unknown): string[] {
  return compare(model[name]!.output, answer, name);
}

function compare(ref: Ref, value: unknown, path: string): string[] {
  if (value === undefined || value === null) return [];
  const schema = resolve(ref);
  if (schema === "unit") return [`${path} is ${JSON.stringify(value)} and has to be empty`];
  if (typeof schema === "number") return fits(schema, value) ? [] : [`${path} is ${JSON.stringify(value)}`];
  const [kind, , , , first, second] = schema;
  if (kind === list) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, index) => compare(first, item, `${path}[${index}]`));
  }
  if (typeof value !== "object" || Array.isArray(value)) return [`${path} is no object`];
  return Object.entries(value).flatMap(([member, inner]) => {
    const at = kind === map ? 0 : (first as string[]).indexOf(member);
    if (at < 0) return [`${path} has no member ${member}`];
    return compare(kind === structure ? second[at] : second, inner, `${path}.${member}`);
  });
}

/** Simple types: 0 text, 1 number, 2 boolean, 4 timestamp; with 64 a list of them, with 128 a map. */
function fits(schema: number, value: unknown): boolean {
  if (schema >= 128)
    return typeof value === "object" && Object.values(value!).every((one) => fits(schema - 128, one));
  if (schema >= 64) return Array.isArray(value) && value.every((one) => fits(schema - 64, one));
  return typeof value === { 0: "string", 1: "number", 2: "boolean", 4: "number" }[schema];
}

function resolve(ref: Ref): number | "unit" | Structure {
  if (typeof ref === "function") return resolve(ref());
  if (Array.isArray(ref) && ref.length === 2) return resolve(ref[0]);
  return ref as number | "unit" | Structure;
}

function traitsOf(ref: Ref): { httpQuery?: string } {
  return Array.isArray(ref) && ref.length === 2 && typeof ref[1] === "object" ? ref[1] : {};
}
