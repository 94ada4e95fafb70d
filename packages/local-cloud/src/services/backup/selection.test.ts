import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SelectionRules, selects } from "./selection.ts";

const arn = (name: string) => `arn:aws:dynamodb:us-east-1:123456789012:table/${name}`;
const tag = (ConditionKey: string, ConditionValue: string) => ({ ConditionKey, ConditionValue });
const category = arn("Category");

describe("a selection", () => {
  it.each<[string, SelectionRules, Record<string, string>, boolean]>([
    ["takes a table with one of its tags", { ListOfTags: [tag("a", "1"), tag("b", "2")] }, { b: "2" }, true],
    ["leaves a table with another value", { ListOfTags: [tag("a", "1")] }, { a: "2" }, false],
    ["minds the case of tag keys", { ListOfTags: [tag("Backup", "1")] }, { backup: "1" }, false],
    ["takes a table by its ARN", { Resources: [category] }, {}, true],
    ["leaves another ARN", { Resources: [arn("Item")] }, {}, false],
    ["takes an ARN pattern", { Resources: ["arn:aws:dynamodb:*:*:table/Cat*"] }, {}, true],
    ["leaves what NotResources names", { Resources: ["*"], NotResources: [category] }, {}, false],
    [
      "takes what meets all conditions",
      {
        Resources: ["*"],
        Conditions: {
          StringEquals: [tag("aws:ResourceTag/a", "1")],
          StringLike: [tag("aws:ResourceTag/b", "p*d")],
        },
      },
      { a: "1", b: "prod" },
      true,
    ],
    [
      "leaves what misses one condition",
      {
        Resources: ["*"],
        Conditions: { StringEquals: [tag("aws:ResourceTag/a", "1"), tag("aws:ResourceTag/b", "1")] },
      },
      { a: "1" },
      false,
    ],
    [
      "takes what lacks a tag of StringNotEquals",
      { Conditions: { StringNotEquals: [tag("aws:ResourceTag/a", "1")] } },
      {},
      true,
    ],
    [
      "leaves a value of StringNotLike",
      { Conditions: { StringNotLike: [tag("aws:ResourceTag/a", "te*")] } },
      { a: "test" },
      false,
    ],
    ["takes everything when it has no rules", {}, {}, true],
    [
      "leaves a table tagged by restore testing",
      { Resources: ["*"] },
      { "awsbackup-restore-test": "x" },
      false,
    ],
  ])("%s", (_, rules, tags, expected) => {
    expect(selects(rules, category, tags)).toBe(expected);
  });

  it("leaves a table named by restore testing", () => {
    expect(selects({ Resources: ["*"] }, arn("awsbackup-restore-test-x"), {})).toBe(false);
  });

  it("takes any text for an asterisk", () => {
    const part = fc.string({ unit: fc.constantFrom("a", "b", "/", ".") });
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, filling) => {
        const value = a + filling + b + filling + c;
        expect(
          selects(
            { ListOfTags: [], Conditions: { StringLike: [tag("aws:ResourceTag/t", `${a}*${b}*${c}`)] } },
            category,
            { t: value },
          ),
        ).toBe(true);
      }),
    );
  });
});
