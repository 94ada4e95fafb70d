import { AwsError } from "../errors.ts";
import { type Protocol, protocolOf } from "../protocols.ts";
import type { Evaluation, PolicyKind, Question } from "./evaluate.ts";
import { isAnonymous } from "./principals.ts";

const answers: Record<Protocol, [code: string, status: number]> = {
  json: ["AccessDeniedException", 400],
  "rest-json": ["AccessDeniedException", 403],
  query: ["AccessDenied", 403],
  s3: ["AccessDenied", 403],
};

const ARTICLES: Record<PolicyKind, string> = {
  "identity-based policy": "an identity-based policy",
  "resource-based policy": "a resource-based policy",
  "role trust policy": "the role trust policy",
  "permissions boundary": "a permissions boundary",
  "session policy": "a session policy",
};

/**
 * A refusal in AWS's words.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denial({ principal, action, resource }: Question, { decision, kind }: Evaluation): AwsError {
  const protocol = protocolOf(action.split(":")[0] ?? "");
  const [code, status] = answers[protocol];
  if (isAnonymous(principal)) return new AwsError(code, "Access Denied", { status });
  // S3 puts the resource in quotation marks: https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
  const shown = protocol === "s3" ? `"${resource}"` : resource;
  const who = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${shown}`;
  return new AwsError(code, `${who} ${because(action, decision, kind ?? "identity-based policy")}`, {
    status,
  });
}

function because(action: string, decision: Evaluation["decision"], kind: PolicyKind): string {
  return decision === "ExplicitlyDenied"
    ? `with an explicit deny in ${ARTICLES[kind]}`
    : `because no ${kind} allows the ${action} action`;
}
