import type { PolicyKind } from "./evaluate.ts";

interface Exception {
  action: RegExp;
  resource: RegExp;
  /** What AWS calls the policy that stands on such a resource. */
  kind: PolicyKind;
}

// For other resources one allow is enough, in an identity-based or a resource-based policy. These two must be
// allowed by the policy on the resource, which may name the caller or leave it to the account's IAM policies.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
const exceptions: Exception[] = [
  {
    action: /^kms:/i,
    resource: /^arn:[^:]+:kms:[^:]*:[^:]*:key\//,
    kind: "resource-based policy",
  },
  {
    action: /^sts:(AssumeRole|TagSession|SetSourceIdentity)/i,
    resource: /^arn:[^:]+:iam::[^:]*:role\//,
    kind: "role trust policy",
  },
];

/** The exception a request falls under, if any. */
export function exceptionFor(action: string, resource: string): Exception | undefined {
  return exceptions.find((row) => row.action.test(action) && row.resource.test(resource));
}
