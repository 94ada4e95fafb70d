import { type EventPattern, eventPattern } from "../events/pattern/pattern.ts";

/** What of a message a subscription's filter policy looks at. */
export interface Filtered {
  body: string;
  attributes: Record<string, { type: string; value: string }>;
}

export type FilterScope = "MessageAttributes" | "MessageBody";

/**
 * Whether a message is for a subscription. Filter policies are written as EventBridge's patterns are.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function filterPolicy(
  policy: Record<string, unknown>,
  scope: FilterScope,
): (message: Filtered) => boolean {
  const pattern = eventPattern(policy);
  return ({ body, attributes }) => {
    if (scope === "MessageAttributes") return matchesAttributes(pattern, attributes);
    const parsed = objectIn(body);
    return parsed !== undefined && pattern.matches(parsed);
  };
}

/** An attribute that is a list fits with any of its members, as in an event. */
function matchesAttributes(pattern: EventPattern, attributes: Filtered["attributes"]): boolean {
  const values = Object.entries(attributes).flatMap(([name, { type, value }]) => {
    const typed = typedValue(type, value);
    return typed === undefined ? [] : [[name, typed]];
  });
  return pattern.matches(Object.fromEntries(values));
}

function typedValue(type: string, value: string): unknown {
  if (type === "Number") return Number(value);
  return type === "String.Array" ? listIn(value) : value;
}

/** An attribute that isn't the JSON list that it says it is fits with nothing. */
function listIn(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A message that isn't a JSON object matches no policy on the body. */
function objectIn(body: string): object | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
