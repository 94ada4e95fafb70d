import * as v from "valibot";
import { InvalidRequest } from "./errors.ts";
import { parse } from "./parse.ts";
import type { PolicyRule, ProtectedTable, Settings } from "./settings.ts";

/** Nothing named means all. A schedule's own event has other members: they are ignored. */
const Request = v.pipe(
  v.unknown(),
  v.check((request) => !Array.isArray(request), "Expected an object but received a list"),
  v.looseObject({
    tables: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
    rule: v.optional(v.string()),
  }),
);

/** The tables an execution's input asks for, by model or table name. Throws InvalidRequest on any other name. */
export function selectTables(all: readonly ProtectedTable[], request: unknown): ProtectedTable[] {
  const { tables: names } = parseRequest(request);
  if (!names) return [...all];
  const unknown = names.filter((name) => !all.some((one) => isCalled(one, name)));
  if (unknown.length > 0) {
    const known = all.map(({ model }) => model).join(", ");
    throw new InvalidRequest(`No protected table is called ${unknown.join(" or ")}: choose from ${known}.`);
  }
  return all.filter((one) => names.some((name) => isCalled(one, name)));
}

/** The rule whose points an execution's input asks for; nothing named means the newest of whatever rule. */
export function selectRule({ rules }: Pick<Settings, "rules">, request: unknown): PolicyRule | undefined {
  const { rule: name } = parseRequest(request);
  if (name === undefined) return undefined;
  const rule = rules.find((one) => one.name === name);
  if (rule) return rule;
  const known = rules.map((one) => one.name).join(", ");
  throw new InvalidRequest(`The backup policy has no rule ${name}: choose from ${known}.`);
}

/** Who starts a run may say so; EventBridge's schedule does by its event. */
const Starter = v.union([
  v.pipe(
    v.looseObject({ startedBy: v.pipe(v.string(), v.maxLength(500)) }),
    v.transform(({ startedBy }) => startedBy),
  ),
  v.pipe(
    v.looseObject({ source: v.literal("aws.events"), resources: v.array(v.string()) }),
    v.transform(({ resources }) => resources.join(", ")),
  ),
]);

export function starterOf(request: unknown): string | undefined {
  const starter = v.safeParse(Starter, request);
  return starter.success ? starter.output : undefined;
}

function isCalled({ model, table }: ProtectedTable, name: string): boolean {
  return name === model || name === table;
}

function parseRequest(request: unknown): v.InferOutput<typeof Request> {
  try {
    return parse(Request, request, "The execution's input");
  } catch (error) {
    throw new InvalidRequest(
      `${(error as Error).message}. Give {}, {"tables": ["Category"]} or {"rule": "weekly"}.`,
    );
  }
}
