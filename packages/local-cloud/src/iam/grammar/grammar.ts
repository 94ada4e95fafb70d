import { AwsError } from "../../errors.ts";
import { type NamedPolicy, parseDocument, statementsOf } from "../policy.ts";
import { actions } from "./actions.ts";
import { dates } from "./dates.ts";
import { documentElements, statementElements, uniqueSids } from "./elements.ts";
import { principals } from "./principals.ts";
import { arnFormat, resources } from "./resources.ts";
import type { PolicyUse, RawStatement, Refusal } from "./rule.ts";

/** In the order in which IAM looks: the first that doesn't hold is the one that it answers with. */
const ofStatements: ((statement: RawStatement, use: PolicyUse) => Refusal | undefined)[] = [
  statementElements,
  dates,
  principals,
  arnFormat,
  actions,
  resources,
];

/**
 * Checks what IAM checks when a policy is put, beyond the syntax that a document is read by. Throws
 * MalformedPolicyDocument in AWS's words, with the policy and the statement after them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function requireGrammar(use: PolicyUse, policy: NamedPolicy): void {
  statementsOf(policy);
  const document =
    typeof policy.document === "string" ? parseDocument(policy.name, policy.document) : policy.document;
  const statements = [document.Statement].flat() as RawStatement[];
  const whole = documentElements(document, use) ?? uniqueSids(statements, use);
  if (whole) throw malformed(whole, policy.name);
  for (const rule of ofStatements)
    for (const [index, statement] of statements.entries()) {
      const refusal = rule(statement, use);
      if (refusal) throw malformed(refusal, `${policy.name}, statement ${index + 1}`);
    }
}

const malformed = ({ sentence, why }: Refusal, where: string) =>
  new AwsError("MalformedPolicyDocument", `${sentence} ${where}${why === undefined ? "" : `: ${why}`}.`);
