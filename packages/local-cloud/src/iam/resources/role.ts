import { createHash } from "node:crypto";
import { AwsError } from "../../errors.ts";
import type { ResourceHandler, ResourceRequest } from "../../service.ts";
import { checked, type Role, type RoleStore } from "../roles.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const DEFAULT_SESSION_SECONDS = 3600;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export function roleHandler(store: RoleStore): ResourceHandler {
  return async (resource) => {
    const role = roleOf(resource, store);
    store.roles.set(role.source, role);
    store.changed();
    return { ref: role.name, attributes: { Arn: role.arn, RoleId: role.roleId } };
  };
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
    trustPolicy: checked({
      name: `trust policy of ${name}`,
      document: properties.AssumeRolePolicyDocument,
      source,
    }),
    inlinePolicies: policies.map(({ PolicyName, PolicyDocument }) =>
      checked({ name: PolicyName, document: PolicyDocument, source }),
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
