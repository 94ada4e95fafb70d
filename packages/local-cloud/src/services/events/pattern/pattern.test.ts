import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { eventPattern } from "./pattern.ts";

/** A fact about EventBridge; `source` is where AWS says it, by default the file's. */
interface Case {
  name: string;
  source?: string;
  pattern: unknown;
  matches?: object[];
  doesNotMatch?: object[];
  refused?: string;
}

const folder = `${import.meta.dirname}/cases`;

describe.each(readdirSync(folder))("%s", (file) => {
  const { cases }: { cases: Case[] } = JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));

  it.each(cases)("$name", ({ pattern, matches = [], doesNotMatch = [], refused }) => {
    if (refused !== undefined) {
      expect(() => eventPattern(pattern)).toThrow(
        expect.objectContaining({
          code: "InvalidEventPatternException",
          message: `Event pattern is not valid. Reason: ${refused}`,
        }),
      );
      return;
    }
    const compiled = eventPattern(pattern);
    expect(matches.filter((event) => !compiled.matches(event))).toEqual([]);
    expect(doesNotMatch.filter((event) => compiled.matches(event))).toEqual([]);
    expect(matches.length + doesNotMatch.length).toBeGreaterThan(0);
  });
});

it("takes the values that a path is given last, as JSON does with a key", () => {
  const pattern = JSON.parse('{"location":[{"prefix":"us-"}],"location":[{"anything-but":"us-east"}]}');
  expect(eventPattern(pattern).matches({ location: "eu-west-1" })).toBe(true);
});

it("refuses more than 1000 combinations of $or", () => {
  const choices = (field: string) => ({
    $or: Array.from({ length: 11 }, (_, index) => ({ [field]: [index] })),
  });
  const pattern = { a: choices("a"), b: choices("b"), c: choices("c") };
  expect(() => eventPattern(pattern)).toThrow("$or makes 1331 rules");
});
