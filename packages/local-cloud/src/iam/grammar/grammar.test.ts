import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { requireGrammar } from "./grammar.ts";
import type { PolicyUse } from "./rule.ts";

interface Case {
  name: string;
  source?: string;
  use: PolicyUse;
  document: Record<string, unknown>;
  /** What AWS answers; absent where it takes the policy. */
  refused?: string;
}

const { source, cases } = JSON.parse(readFileSync(`${import.meta.dirname}/cases/grammar.json`, "utf8")) as {
  source: string;
  cases: Case[];
};

describe("AWS's grammar of policies", () => {
  it.each(cases)("$name", (fact) => {
    expect(fact.source ?? source).toMatch(/^https:\/\//);
    const put = () => requireGrammar(fact.use, { name: "p", document: fact.document });
    if (fact.refused === undefined) return expect(put).not.toThrow();
    expect(put).toThrow(
      expect.objectContaining({
        code: "MalformedPolicyDocument",
        message: expect.stringContaining(fact.refused),
      }),
    );
  });

  it("says which policy and which statement it doesn't take", () => {
    const statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
    expect(() =>
      requireGrammar("inline", {
        name: "Calls",
        document: { Version: "2012-10-17", Statement: [statement, { ...statement, Action: "s3" }] },
      }),
    ).toThrow(
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. Calls, statement 2: Action is "s3".',
    );
  });
});
