export interface TargetInput {
  /** A constant, JSON. */
  input?: string;
  /** Where in the event what is sent stands, such as `$.detail`. */
  path?: string;
  transformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
}

/**
 * What a target gets of an event: the event, a part of it, a constant, or a template filled with what its paths find.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function targetInput({ input, path, transformer }: TargetInput, event: object): unknown {
  if (input !== undefined) return JSON.parse(input);
  if (path !== undefined) return valueAt(path, event) ?? null;
  if (!transformer) return event;
  const { InputPathsMap = {}, InputTemplate } = transformer;
  const filled = InputTemplate.replace(/<([\w-]+)>/g, (whole, name: string) => {
    const path = InputPathsMap[name];
    return path === undefined ? whole : textOf(valueAt(path, event));
  });
  try {
    return JSON.parse(filled);
  } catch {
    return filled;
  }
}

const valueAt = (path: string, event: object): unknown =>
  path
    .replace(/^\$\.?/, "")
    .split(".")
    .filter((key) => key !== "")
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], event);

/** A text without its quotes, as it stands in a template's own; nothing for what isn't there. */
function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value);
}
