import { isIdentityPolicy, type PolicyUse, type RawStatement, type Refusal, textsOf } from "./rule.ts";

const TYPES = new Set(["AWS", "Service", "Federated", "CanonicalUser"]);
const OF_AWS =
  /^(?:\*|\d{12}|A(?:ROA|IDA)[A-Z2-7]{17}|arn:aws[\w-]*:iam::\d{12}:(?:root|(?:role|user|federated-user)\/[^*?]+)|arn:aws[\w-]*:sts::\d{12}:(?:assumed-role|federated-user)\/[^*?]+)$/;
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/;

/**
 * A policy on a resource says for whom it is; an identity's is for whom it is attached to.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function principals(statement: RawStatement, use: PolicyUse): Refusal | undefined {
  const { Principal, NotPrincipal } = statement;
  const given = Principal ?? NotPrincipal;
  if (isIdentityPolicy(use))
    // https://github.com/hashicorp/terraform-provider-aws/issues/10419
    return given === undefined
      ? undefined
      : { sentence: "Policy document should not specify a principal.", why: "it has a Principal" };
  if (given === undefined) return { sentence: "Missing required field Principal." };
  if (use === "trust" && NotPrincipal !== undefined)
    return { sentence: "Has prohibited field NotPrincipal." };
  return given === "*" ? undefined : ofMap(given as Record<string, unknown>);
}

// AWS's words: https://github.com/aws-actions/configure-aws-credentials/issues/332
function ofMap(given: Record<string, unknown>): Refusal | undefined {
  for (const [type, names] of Object.entries(given)) {
    if (!TYPES.has(type))
      return {
        sentence: "Syntax errors in policy.",
        why: `Principal is of type ${JSON.stringify(type)}; there are ${[...TYPES].join(", ")}`,
      };
    for (const name of textsOf(names))
      if (!isName(type, name))
        return { sentence: `Invalid principal in policy: ${JSON.stringify(type.toUpperCase())}:"${name}".` };
  }
  return undefined;
}

function isName(type: string, name: string): boolean {
  if (type === "AWS") return OF_AWS.test(name);
  return type !== "Service" || SERVICE.test(name);
}
