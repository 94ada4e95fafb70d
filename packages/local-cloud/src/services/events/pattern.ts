type Json = unknown;

/**
 * Whether an event matches a rule's pattern: every field of the pattern has to be there, with one of its values.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * Throws on a comparison it doesn't know, naming it.
 */
export function matches(pattern: Record<string, Json>, event: Record<string, Json>): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === "$or") return (expected as Record<string, Json>[]).some((choice) => matches(choice, event));
    const actual = event?.[key];
    if (Array.isArray(expected)) return expected.some((value) => matchesValue(value, actual));
    return typeof actual === "object" && actual !== null && matches(expected as any, actual as any);
  });
}

function matchesValue(expected: Json, actual: Json): boolean {
  if (Array.isArray(actual)) return actual.some((value) => matchesValue(expected, value));
  if (typeof expected !== "object" || expected === null) return expected === actual;
  const [[comparison, operand]] = Object.entries(expected) as [[string, any]];
  const compare = comparisons[comparison];
  if (!compare) throw new Error(`Event patterns with "${comparison}" don't run in the local cloud`);
  return compare(operand, actual);
}

const comparisons: Record<string, (operand: any, actual: Json) => boolean> = {
  prefix: (operand, actual) => typeof actual === "string" && actual.startsWith(operand),
  suffix: (operand, actual) => typeof actual === "string" && actual.endsWith(operand),
  exists: (operand, actual) => (actual !== undefined) === operand,
  "equals-ignore-case": (operand, actual) =>
    typeof actual === "string" && actual.toLowerCase() === operand.toLowerCase(),
  "anything-but": (operand, actual) =>
    actual !== undefined && ![operand].flat().some((value) => matchesValue(value, actual)),
  numeric: (operand: (string | number)[], actual) =>
    typeof actual === "number" &&
    Array.from({ length: operand.length / 2 }, (_, index) => operand.slice(index * 2, index * 2 + 2)).every(
      ([sign, number]) => numericSigns[String(sign)]!(actual, Number(number)),
    ),
};

const numericSigns: Record<string, (left: number, right: number) => boolean> = {
  "=": (left, right) => left === right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};
