import { type PolicyUse, type RawStatement, type Refusal, textsOf } from "./rule.ts";

const PARTITIONS = /^(?:\*|aws(?:-[a-z-]+)?)$/;
const OF_IAM = [
  "user/",
  "federated-user/",
  "role/",
  "group/",
  "instance-profile/",
  "mfa/",
  "server-certificate/",
  "policy/",
  "sms-mfa/",
  "saml-provider/",
  "oidc-provider/",
  "report/",
  "access-report/",
];
// What a template reads of a resource that doesn't run in the local cloud: an ARN in AWS.
const STAND_IN = /^[\w-]+\.\w*Arn(?:[:/].*)?$/;

/**
 * Sentences as recorded from IAM: https://github.com/getmoto/moto/blob/master/tests/test_iam/test_iam_policies.py
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function arnFormat(statement: RawStatement): Refusal | undefined {
  for (const resource of textsOf(statement.Resource ?? statement.NotResource)) {
    const refusal = ofArn(resource);
    if (refusal) return refusal;
  }
  return undefined;
}

function ofArn(resource: string): Refusal | undefined {
  if (resource === "*" || STAND_IN.test(resource)) return undefined;
  const parts = resource.split(":");
  if (parts.length < 2) return { sentence: `Resource ${resource} must be in ARN format or "*".` };
  const [, partition = "", service, region = "", account = "", ...rest] = parts;
  if (!PARTITIONS.test(partition)) {
    const [first = "*", second = "*", third = "*", ...others] = parts.slice(2);
    const shown = [partition, first, second, third, others.join(":") || "*"].join(":");
    return { sentence: `Partition "${partition}" is not valid for resource "arn:${shown}".` };
  }
  if (service === undefined || /[*?]/.test(service))
    return {
      sentence: "Resource vendor must be fully qualified and cannot contain regexes.",
      why: `Resource is ${JSON.stringify(resource)}`,
    };
  if (service === "" || (resource.includes("::") && parts.length < 6))
    return { sentence: "The policy failed legacy parsing.", why: `Resource is ${JSON.stringify(resource)}` };
  const id = rest.join(":");
  if (service === "iam") {
    if (region !== "" && region !== "*")
      return { sentence: `IAM resource ${resource} cannot contain region information.` };
    if (parts.length >= 6 && id !== "*" && !/^[*?$]/.test(id) && !OF_IAM.some((one) => id.startsWith(one)))
      return { sentence: `IAM resource path must either be "*" or start with ${OF_IAM.join(", ")}.` };
  }
  // Access points have a Region and an account.
  if (service === "s3" && /^[a-z]/.test(region) && account === "")
    return { sentence: `Resource ${resource} can not contain region information.` };
  return undefined;
}

export function resources(statement: RawStatement, use: PolicyUse): Refusal | undefined {
  const given = statement.Resource ?? statement.NotResource;
  if (use === "trust")
    return given === undefined ? undefined : { sentence: "Has prohibited field Resource." };
  return textsOf(given).length > 0 ? undefined : { sentence: "Policy statement must contain resources." };
}
