import { isIdentityPolicy, type PolicyUse, type RawStatement, type Refusal } from "./rule.ts";

const OF_DOCUMENT = new Set(["Version", "Id", "Statement"]);
const OF_STATEMENT = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);

const syntax = (why: string): Refusal => ({ sentence: "Syntax errors in policy.", why });

/**
 * Sentences as recorded from IAM: https://github.com/getmoto/moto/blob/master/tests/test_iam/test_iam_policies.py.
 * Managed policies want the newer language: https://github.com/Bayer-Group/cloudformation-template-generator/pull/90
 */
export function documentElements(document: Record<string, unknown>, use: PolicyUse): Refusal | undefined {
  const unknown = Object.keys(document).find((name) => !OF_DOCUMENT.has(name));
  if (unknown !== undefined) return syntax(`a policy has no element ${unknown}`);
  if (document.Id !== undefined && typeof document.Id !== "string") return syntax("Id must be a text");
  if ([document.Statement].flat().length === 0) return syntax("it has no statement");
  if (use === "managed" && document.Version !== "2012-10-17")
    return {
      sentence: "Policy document must be version 2012-10-17 or greater.",
      why: `its Version is ${JSON.stringify(document.Version) ?? "missing"}`,
    };
  return undefined;
}

export function statementElements(statement: RawStatement, use: PolicyUse): Refusal | undefined {
  const unknown = Object.keys(statement).find((name) => !OF_STATEMENT.has(name));
  if (unknown !== undefined) return syntax(`a statement has no element ${unknown}`);
  const { Sid } = statement;
  if (Sid === undefined) return undefined;
  if (typeof Sid !== "string") return syntax("Sid must be a text");
  if (use === "resource" || /^[0-9A-Za-z]*$/.test(Sid)) return undefined;
  return {
    sentence:
      "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*.",
    why: `Sid is ${JSON.stringify(Sid)}`,
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
export function uniqueSids(statements: RawStatement[], use: PolicyUse): Refusal | undefined {
  if (!isIdentityPolicy(use) && use !== "trust") return undefined;
  const seen = new Set<unknown>();
  for (const { Sid } of statements) {
    if (!Sid) continue;
    if (seen.has(Sid))
      return {
        sentence: "Statement IDs (SID) in a single policy must be unique.",
        why: `${JSON.stringify(Sid)} is there twice`,
      };
    seen.add(Sid);
  }
  return undefined;
}
