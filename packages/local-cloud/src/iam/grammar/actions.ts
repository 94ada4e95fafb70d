import { type PolicyUse, type RawStatement, type Refusal, textsOf } from "./rule.ts";

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html */
const OF_TRUST = new Set([
  "sts:assumerole",
  "sts:assumerolewithsaml",
  "sts:assumerolewithwebidentity",
  "sts:setcontext",
  "sts:setsourceidentity",
  "sts:tagsession",
]);

/** Sentences as recorded from IAM: https://github.com/getmoto/moto/blob/master/tests/test_iam/test_iam_policies.py */
export function actions(statement: RawStatement, use: PolicyUse): Refusal | undefined {
  const all = textsOf(statement.Action ?? statement.NotAction);
  if (all.length === 0) return { sentence: "Policy statement must contain actions." };
  for (const action of all) {
    const refusal = ofName(action) ?? (use === "trust" ? ofTrust(action) : undefined);
    if (refusal) return refusal;
  }
  return undefined;
}

function ofName(action: string): Refusal | undefined {
  if (action === "*") return undefined;
  const [vendor = "", ...rest] = action.split(":");
  const why = `Action is ${JSON.stringify(action)}`;
  if (rest.length === 0)
    return {
      sentence: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
      why,
    };
  if (rest.length > 1) return { sentence: "Actions/Condition can contain only one colon.", why };
  if (vendor !== "*" && /[^a-zA-Z0-9\-.]/.test(vendor))
    return { sentence: `Vendor ${vendor} is not valid.`, why };
  return undefined;
}

// AWS's words: https://github.com/getmoto/moto/blob/master/moto/iam/policy_validation.py
function ofTrust(action: string): Refusal | undefined {
  if (OF_TRUST.has(action.toLowerCase()) || action.toLowerCase() === "sts:*") return undefined;
  return {
    sentence:
      "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML, and sts:AssumeRoleWithWebIdentity.",
    why: `Action is ${JSON.stringify(action)}`,
  };
}
