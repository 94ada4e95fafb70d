import * as v from "valibot";
import { aboutKind, kindNames } from "./kinds.ts";
import { fits } from "./pattern.ts";

const Pattern = v.pipe(v.string(), v.trim(), v.minLength(1, "It is empty."), v.maxLength(2048));

const wholeNumber = (lowest: number, highest: number) => {
  const message = `It has to be a whole number from ${lowest} to ${highest}.`;
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(lowest, message),
    v.maxValue(highest, message),
  );
};

const rateMessage = "It has to be a number above 0, at most 1.";

/** What a fault strikes, and how often. Patterns: `*` is any text, `?` any character, whatever their case. */
const Asked = v.strictObject({
  kind: v.picklist(kindNames, ({ received }) => `There is no kind ${received}: ${kindNames.join(", ")}.`),
  /** By the name that requests are signed for, such as `dynamodb`. */
  service: v.optional(Pattern, "*"),
  /** By its name in AWS's API; for an event its detail-type. */
  operation: v.optional(Pattern, "*"),
  /** The table, function, key, vault …, by name or ARN. */
  resource: v.optional(Pattern, "*"),
  /** How many of the matching calls, of all of them: 1. */
  rate: v.optional(v.pipe(v.number(rateMessage), v.gtValue(0, rateMessage), v.maxValue(1, rateMessage)), 1),
  /** At most so many times; absent: without an end. */
  count: v.optional(wholeNumber(1, 1_000_000)),
  /** The same seed strikes the same ones of a sequence of matching calls. */
  seed: v.optional(wholeNumber(0, 2 ** 32 - 1), 1),
  ms: v.optional(wholeNumber(0, 900_000)),
});

type AskedFault = v.InferOutput<typeof Asked>;

/** @param services the names of those that run: a pattern that fits none would never strike */
export const faultInput = (services: readonly string[]) =>
  v.pipe(
    Asked,
    v.forward(
      v.rawCheck<AskedFault>(({ dataset, addIssue }) => {
        if (!dataset.typed) return;
        const { kind, service } = dataset.value;
        const possible = aboutKind(kind).services ?? services;
        if (!possible.some((name) => fits(service, name))) {
          addIssue({ message: `${kind} has no service that fits "${service}": ${possible.join(", ")}.` });
        }
      }),
      ["service"],
    ),
    v.forward(
      v.rawCheck<AskedFault>(({ dataset, addIssue }) => {
        if (!dataset.typed) return;
        const { kind, ms } = dataset.value;
        if (kind === "latency" && ms === undefined) addIssue({ message: "latency needs to know how long." });
        if (ms !== undefined && !aboutKind(kind).ms) addIssue({ message: `${kind} takes no time.` });
      }),
      ["ms"],
    ),
  );

/** A fault that is on. */
export interface Fault extends AskedFault {
  id: string;
  /** Matching calls so far; each is one step of its random sequence. */
  calls: number;
  /** Those of them that it struck. */
  hits: number;
}

/** `once`, `2 times`. */
export const timesOf = (times: number): string => (times === 1 ? "once" : `${times} times`);

/** A fault in a line: `throttle dynamodb Scan, 30 %, seed 7`. */
export function describeFault({
  kind,
  service,
  operation,
  resource,
  rate,
  count,
  seed,
  ms,
}: AskedFault): string {
  const where = [service, operation, resource].filter((pattern) => pattern !== "*").join(" ");
  return [
    [kind, where].filter(Boolean).join(" "),
    ...(ms === undefined ? [] : [`${ms} ms`]),
    ...(rate === 1 ? [] : [`rate ${rate}`, `seed ${seed}`]),
    ...(count === undefined ? [] : [`at most ${timesOf(count)}`]),
  ].join(", ");
}
