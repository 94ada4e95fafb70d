import { describe, expect, it } from "vitest";
import { statementsOf } from "./policy.ts";

const statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
const read = (changes: object) => () =>
  statementsOf({ name: "p", document: { Version: "2012-10-17", Statement: [{ ...statement, ...changes }] } });

describe("statementsOf", () => {
  it("reads a document that is JSON", () => {
    expect(statementsOf({ name: "p", document: JSON.stringify({ Statement: statement }) })).toHaveLength(1);
  });

  it("keeps each policy's own name where two share a document", () => {
    const document = { Statement: [statement] };
    expect(statementsOf({ name: "a", document })[0]?.policy).toBe("a");
    expect(statementsOf({ name: "b", document })[0]?.policy).toBe("b");
  });

  it.each([
    [{ Effect: "Permit" }, 'p, statement 1: Effect is "Permit"; it must be Allow or Deny'],
    [{ Action: undefined }, "p, statement 1: it has neither Action nor NotAction"],
    [{ NotAction: "s3:*" }, "p, statement 1: it has both Action and NotAction; keep one"],
    [{ NotResource: "*" }, "p, statement 1: it has both Resource and NotResource; keep one"],
    [{ Resource: [{ Ref: "Table" }] }, 'p, statement 1: Resource holds {"Ref":"Table"}, no text'],
    [{ Principal: "me" }, 'p, statement 1: Principal is "me"; it must be "*" or an object'],
    [{ Condition: "x" }, 'p, statement 1: Condition is "x"; it must be an object'],
    [
      { Condition: { StringEquals: "x" } },
      'p, statement 1: Condition StringEquals is "x"; it must be an object',
    ],
    [{ Condition: { StringIs: { a: "b" } } }, "p, statement 1: Condition operator StringIs doesn't exist"],
    [{ Condition: { NullIfExists: { a: "true" } } }, "Condition operator NullIfExists doesn't exist"],
  ])("refuses %j as a malformed policy", (changes, why) => {
    expect(read(changes)).toThrow(why);
    expect(read(changes)).toThrow(expect.objectContaining({ code: "MalformedPolicyDocument" }));
  });

  it.each([
    ["[1]", "it has no Statement"],
    ["{", "the document is not a JSON object"],
    [
      '{"Version":"2026-01-01","Statement":[]}',
      'Version is "2026-01-01"; it must be 2012-10-17 or 2008-10-17',
    ],
    ['{"Statement":[1]}', "p, statement 1: it is not an object"],
  ])("refuses the document %s", (document, why) => {
    expect(() => statementsOf({ name: "p", document })).toThrow(why);
  });
});
