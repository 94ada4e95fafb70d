import { expect, test } from "vitest";
import { chance } from "../../../chance.ts";
import choices from "./cases/choices.json" with { type: "json" };
import intrinsics from "./cases/intrinsics.json" with { type: "json" };
import { holds } from "./choice.ts";
import { evaluateIntrinsic } from "./intrinsics.ts";
import type { Json, JsonObject } from "./json.ts";
import { lookUp, putAt } from "./paths.ts";

const scopeOf = (input: Json) => ({
  input,
  context: { Execution: { Name: "run-1" } },
  variables: { total: { of: [1, 2] } },
});

test.each(intrinsics.cases as unknown as { call: string; input: Json; gives?: Json; fails?: string }[])(
  "$call of $input",
  ({ call, input, gives, fails }) => {
    const evaluate = () => evaluateIntrinsic(call, scopeOf(input), chance);

    if (fails) expect(evaluate).toThrow(fails);
    else expect(evaluate()).toEqual(gives);
  },
);

test.each(choices.cases as unknown as { rule: JsonObject; input: Json; holds?: boolean; fails?: string }[])(
  "the rule $rule on $input",
  ({ rule, input, holds: expected, fails }) => {
    const decide = () => holds(rule, scopeOf(input));

    if (fails) expect(decide).toThrow(fails);
    else expect(decide()).toBe(expected);
  },
);

test.each([
  ["$", { a: 1 }, { a: 1 }],
  ["$.a.b[1]", { a: { b: [1, 2] } }, 2],
  ["$.a", {}, undefined],
  ["$.a", { a: null }, null],
  ["$['a.b']", { "a.b": 1 }, 1],
  ["$.a[*].b", { a: [{ b: 1 }, { b: 2 }] }, [1, 2]],
  ["$..b", { a: [{ b: 1 }], b: 2 }, [2, 1]],
  ["$.a[0:2]", { a: [1, 2, 3] }, [1, 2]],
  ["$.a[?(@.b > 1)]", { a: [{ b: 1 }, { b: 2 }] }, [{ b: 2 }]],
  ["$.a[?(@.b > 5)]", { a: [{ b: 1 }] }, []],
  ["$$.Execution.Name", {}, "run-1"],
  ["$total.of[1]", {}, 2],
  ["$missing", {}, undefined],
] as [string, Json, Json | undefined][])("%s in %j is %j", (path, input, expected) => {
  expect(lookUp(path, scopeOf(input))).toEqual(expected);
});

test.each([
  ["$", { a: 1 }, "r", "r"],
  ["$.r", { a: 1 }, 2, { a: 1, r: 2 }],
  ["$.a.b", { a: { c: 1 } }, 2, { a: { c: 1, b: 2 } }],
  ["$['a b'].c", {}, 1, { "a b": { c: 1 } }],
  ["$.a[1]", { a: [1, 2] }, 9, { a: [1, 9] }],
] as [string, Json, Json, Json][])("a result put at %s of %j", (path, input, value, expected) => {
  expect(putAt(path, input, value)).toEqual(expected);
});

test("a result can't be put into what is no object", () => {
  expect(() => putAt("$.a.b", { a: 1 }, 2)).toThrow("Unable to apply ReferencePath $.a.b");
});
