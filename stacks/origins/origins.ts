import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { CfnResource, Stack } from "aws-cdk-lib";
import type { App } from "sst/constructs";
import type { WrittenStatement } from "./statements.ts";
import { linesOf, telling } from "./trace.ts";

/** Where a resource of a template comes from. */
interface Origin {
  /** Its construct, such as `Verification/CompareRole`. */
  path: string;
  /** The lines that made it, the innermost first. Empty where the CDK kept none. */
  at: string[];
  /** The same of its policies' statements, by where they are in its properties: `Policies/0/PolicyDocument/Statement/1`. */
  statements: Record<string, string[]>;
}

/** By template file and logical id. */
type Origins = Record<string, Record<string, Origin>>;

type Json = Record<string, unknown>;

/** Leaves `origins.json` in the assembly: for whoever asks which line of the stacks to change. */
export async function writeOrigins(
  app: App,
  { folder, root, statements }: { folder: string; root: string; statements: WrittenStatement[] },
): Promise<void> {
  const origins: Origins = {};
  const atStatement = telling(statements.map(({ at }) => at));
  for (const stack of app.node.findAll().filter(Stack.isStack)) {
    const file = stack.templateFile;
    const { Resources = {} } = JSON.parse(await readFile(join(folder, file), "utf8"));
    const written = statements.map(({ statement, at }) => ({
      json: stack.resolve(statement.toStatementJson()) as Json,
      at: atStatement(at),
    }));
    const resources = stack.node.findAll().filter(CfnResource.isCfnResource);
    origins[file] = Object.fromEntries(
      resources
        .filter((resource) => resource.stack === stack)
        .map((resource): [string, Origin] => {
          const id: string = stack.resolve(resource.logicalId);
          const at = linesOf(resource.creationStack, root);
          const properties = Resources[id]?.Properties;
          return [id, { path: pathOf(resource, app), at, statements: linesIn(properties, at, written) }];
        }),
    );
  }
  await writeFile(join(folder, "origins.json"), JSON.stringify(origins));
}

/** Without the stage, which is no part of what is written, and without the name that CDK gives an L2's own resource. */
const pathOf = ({ node }: CfnResource, app: App) =>
  node.path.replace(app.logicalPrefixedName(""), "").replace(/\/(Resource|Default)$/, "");

interface Written {
  json: Json;
  at: string[];
}

function linesIn(properties: unknown, resourceAt: string[], written: Written[]): Origin["statements"] {
  return Object.fromEntries(
    statementsIn(properties).flatMap(([pointer, statement]) => {
      const same = written.filter(({ json }) => isDeepStrictEqual(json, statement));
      // The CDK may have put several into one.
      const parts = same.length > 0 ? same : written.filter(({ json }) => isPartOf(json, statement));
      const lines = [...new Set(nearest(parts, resourceAt).flatMap(({ at }) => at))];
      return lines.length > 0 ? [[pointer, lines]] : [];
    }),
  );
}

/** Statements of several resources may read the same: a resource's own were made on the way to it. */
function nearest(written: Written[], resourceAt: string[]): Written[] {
  const shared = ({ at }: Written) => at.filter((line) => resourceAt.includes(line)).length;
  const most = Math.max(0, ...written.map(shared));
  return written.filter((one) => shared(one) === most);
}

function statementsIn(value: unknown, pointer = ""): [pointer: string, statement: Json][] {
  if (typeof value !== "object" || value === null) return [];
  const found = "Effect" in value && ("Action" in value || "NotAction" in value);
  if (found) return [[pointer.slice(1), value as Json]];
  return Object.entries(value).flatMap(([key, member]) => statementsIn(member, `${pointer}/${key}`));
}

function isPartOf(part: Json, { Sid: _, ...whole }: Json): boolean {
  const { Action, Resource, Principal, Sid: __, ...rest } = part;
  const { Action: actions, Resource: resources, Principal: ___, ...others } = whole;
  return (
    Action !== undefined &&
    isDeepStrictEqual(rest, others) &&
    list(Action).every((one) => has(actions, one)) &&
    list(Resource).every((one) => has(resources, one))
  );
}

const has = (all: unknown, one: unknown) => list(all).some((other) => isDeepStrictEqual(other, one));
const list = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
