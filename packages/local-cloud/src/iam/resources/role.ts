import { createHash } from "node:crypto";
import { AwsError } from "../../errors.ts";
import type { ResourceHandler, ResourceRequest } from "../../service.ts";
import { requireTrustSize } from "../grammar/sizes.ts";
import { type NamedPolicy, statementsOf } from "../policy.ts";
import { checked, type Role, type RoleStore, requireRoleSize } from "../roles.ts";
import { administrator } from "../users.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const DEFAULT_SESSION_SECONDS = 3600;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export function roleHandler(store: RoleStore): ResourceHandler {
  return async (resource) => {
    const role = roleOf(resource, store);
    requireTrustSize(role.trustPolicy.document);
    requireKnownPrincipals(role.trustPolicy, store);
    store.roles.set(role.source, role);
    store.changed();
    requireRoleSize(role.name, store);
    return { ref: role.name, attributes: { Arn: role.arn, RoleId: role.roleId } };
  };
}

/**
 * A trust policy can only name users and roles that are there.
 * https://repost.aws/knowledge-center/iam-trust-policy-error
 */
function requireKnownPrincipals(trustPolicy: NamedPolicy, { roles, place }: RoleStore): void {
  const known = new Set([administrator(place).arn, ...[...roles.values()].map(({ arn }) => arn)]);
  const own = `arn:${place.partition}:iam::${place.accountId}:`;
  for (const { principals } of statementsOf(trustPolicy))
    for (const { type, name } of principals?.of ?? [])
      if (type === "AWS" && name.startsWith(own) && name !== `${own}root` && !known.has(name))
        throw new AwsError(
          "MalformedPolicyDocument",
          `Invalid principal in policy: "AWS":"${name}". ${trustPolicy.name}: there is no such user or role when it is made.`,
        );
}

function roleOf(resource: ResourceRequest, { place }: RoleStore): Role {
  const { properties, physicalId } = resource;
  const name: string = properties.RoleName ?? physicalId;
  if (name.length > 64)
    throw new AwsError(
      "ValidationError",
      `The role name ${name} has ${name.length} characters; IAM allows 64`,
    );
  const source = `${resource.stackName}/${resource.logicalId}`;
  const arn = `arn:${place.partition}:iam::${place.accountId}:role${properties.Path ?? "/"}${name}`;
  const policies: { PolicyName: string; PolicyDocument: Record<string, unknown> }[] =
    properties.Policies ?? [];
  const tags: { Key: string; Value: string }[] = properties.Tags ?? [];
  return {
    name,
    arn,
    roleId: uniqueId("AROA", arn),
    trustPolicy: checked(
      { name: `trust policy of ${name}`, document: properties.AssumeRolePolicyDocument, source },
      "trust",
    ),
    inlinePolicies: policies.map(({ PolicyName, PolicyDocument }) =>
      checked({ name: PolicyName, document: PolicyDocument, source }, "inline"),
    ),
    managedPolicyArns: properties.ManagedPolicyArns ?? [],
    ...(properties.PermissionsBoundary ? { boundaryArn: properties.PermissionsBoundary } : {}),
    maxSessionSeconds: Number(properties.MaxSessionDuration ?? DEFAULT_SESSION_SECONDS),
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    source,
  };
}

/** An id in the form of IAM's unique identifiers: a prefix and 17 characters, the same for the same ARN. */
export function uniqueId(prefix: "AROA" | "AIDA" | "ANPA", arn: string): string {
  const hash = createHash("sha256").update(arn).digest();
  return prefix + Array.from(hash.subarray(0, 17), (byte) => ALPHABET[byte % 32]).join("");
}
