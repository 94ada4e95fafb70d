import { AwsError } from "../../errors.ts";

export interface TargetInput {
  /** A constant, JSON. */
  input?: string;
  /** Where in the event what is sent stands, such as `$.detail`. */
  path?: string;
  transformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
}

/** An event that a rule matched. */
export interface Occasion {
  event: object;
  ruleArn: string;
  ruleName: string;
  at: Date;
}

/** Variables that every template may use. */
export const predefined = [
  "aws.events.rule-arn",
  "aws.events.rule-name",
  "aws.events.event.ingestion-time",
  "aws.events.event",
  "aws.events.event.json",
];

const variable = /<([^<>"]*?)>/g;

export const variablesOf = (template: string): string[] =>
  [...template.matchAll(variable)].map(([, name]) => name!);

/**
 * What a target gets of an event: the event, a part of it, a constant, or a template filled with what its paths find.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 * Throws where the filled template should be a JSON object and isn't: AWS delivers nothing then.
 */
export function targetInput({ input, path, transformer }: TargetInput, occasion: Occasion): string {
  if (input !== undefined) return input;
  if (path !== undefined) return JSON.stringify(valueAt(path, occasion.event) ?? null);
  if (!transformer) return JSON.stringify(occasion.event);
  const { InputPathsMap = {}, InputTemplate: template } = transformer;
  const values = {
    ...Object.fromEntries(
      Object.entries(InputPathsMap).map(([name, path]) => [name, valueAt(path, occasion.event)]),
    ),
    ...predefinedValues(occasion),
  };
  const json = template.trimStart().startsWith("{");
  const filled = template.replace(variable, (_, name: string, at: number) =>
    textOf(values[name] ?? "", { json, quoted: isQuoted(template, at) }),
  );
  if (json) requireJson(filled);
  return filled;
}

function predefinedValues({ event, ruleArn, ruleName, at }: Occasion): Record<string, unknown> {
  const { detail: _, "detail-type": detailType, ...rest } = event as Record<string, unknown>;
  return {
    "aws.events.rule-arn": ruleArn,
    "aws.events.rule-name": ruleName,
    "aws.events.event.ingestion-time": at.toISOString(),
    // The other spelling of detail-type is AWS's.
    "aws.events.event": { ...rest, detailType },
    "aws.events.event.json": event,
  };
}

/**
 * A value as it stands in the template. Values aren't escaped, as AWS says; a list or an object in a text loses its
 * quotes, as was seen there.
 */
function textOf(value: unknown, { json, quoted }: { json: boolean; quoted: boolean }): string {
  if (typeof value === "string") return json && !quoted ? JSON.stringify(value) : value;
  const text = JSON.stringify(value);
  return json ? text : text.replaceAll('"', "");
}

/** Whether a place in a JSON text is inside of a string. */
function isQuoted(template: string, at: number): boolean {
  const before = template.slice(0, at).replaceAll(/\\./g, "");
  return before.split('"').length % 2 === 0;
}

function requireJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError(
      "InvalidJson",
      `the filled InputTemplate isn't JSON, so nothing is delivered: ${text}`,
    );
  }
}

/** JSON path as far as EventBridge has it: names after dots, indices and `*` in brackets or after dots. */
function valueAt(path: string, event: object): unknown {
  const steps = [
    ...path.replace(/^\$/, "").matchAll(/\.([^.[\]]+)|\[(?:'([^']*)'|"([^"]*)"|([^\]]*))\]/g),
  ].map(([, name, single, double, index]) => name ?? single ?? double ?? index ?? "");
  return step(event, steps);
}

function step(value: unknown, [name, ...rest]: string[]): unknown {
  if (name === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  if (name === "*") return Object.values(value).map((one) => step(one, rest));
  return Object.hasOwn(value, name) ? step((value as Record<string, unknown>)[name], rest) : undefined;
}
