import { AwsError } from "../errors.ts";
import type { Evaluation, PolicyKind, Question } from "./evaluate.ts";

// AWS JSON answers 400, the others 403.
const JSON_SERVICES = new Set(["cognito-idp", "dynamodb", "events", "kms", "logs", "states"]);
// AWS Query has its own name for it, and so has S3.
const XML_SERVICES = new Set(["cloudformation", "iam", "s3", "sts"]);

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
  const service = action.split(":")[0] ?? "";
  const who = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  return new AwsError(
    XML_SERVICES.has(service) ? "AccessDenied" : "AccessDeniedException",
    `${who} ${because(action, decision, kind ?? "identity-based policy")}`,
    { status: JSON_SERVICES.has(service) ? 400 : 403 },
  );
}

function because(action: string, decision: Evaluation["decision"], kind: PolicyKind): string {
  return decision === "ExplicitlyDenied"
    ? `with an explicit deny in ${ARTICLES[kind]}`
    : `because no ${kind} allows the ${action} action`;
}
