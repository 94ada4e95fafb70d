import { AwsError } from "../../errors.ts";
import { evaluate } from "../../iam/evaluate.ts";
import { requireGrammar } from "../../iam/grammar/grammar.ts";
import { administrator, policiesOfUser } from "../../iam/users.ts";
import type { Place } from "../../service.ts";

const MOST_BYTES = 32_768;

/**
 * Throws what KMS answers for a key policy that it doesn't take, the one that locks everybody out included.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function requireKeyPolicy(
  policy: Record<string, unknown>,
  key: { arn: string; place: Place; bypassSafetyCheck: boolean },
): void {
  const named = { name: `key policy of ${key.arn}`, document: policy };
  if (JSON.stringify(policy).length > MOST_BYTES)
    throw new AwsError(
      "LimitExceededException",
      `The key policy of ${key.arn} is larger than ${MOST_BYTES} bytes.`,
    );
  try {
    requireGrammar("resource", named);
  } catch (cause) {
    throw malformed((cause as Error).message);
  }
  if (key.bypassSafetyCheck) return;
  const principal = administrator(key.place);
  const { decision, explanation } = evaluate({
    action: "kms:PutKeyPolicy",
    resource: key.arn,
    principal,
    context: { "aws:PrincipalArn": principal.arn },
    identityPolicies: policiesOfUser(principal),
    resourcePolicy: named,
  });
  if (decision !== "Allowed")
    throw malformed(
      `The new key policy will not allow you to update the key policy in the future. To ${principal.arn}, who deploys: ${explanation}.`,
    );
}

const malformed = (message: string) => new AwsError("MalformedPolicyDocumentException", message);
