import type { ResourceHandler } from "../../service.ts";
import { requireManagedSize } from "../grammar/sizes.ts";
import { checked, type RoleStore, requireRoleSize } from "../roles.ts";
import { uniqueId } from "./role.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html */
export function managedPolicyHandler(store: RoleStore): ResourceHandler {
  const { place } = store;
  return async ({ stackName, logicalId, physicalId, properties }) => {
    const source = `${stackName}/${logicalId}`;
    const name: string = properties.ManagedPolicyName ?? physicalId;
    const arn = `arn:${place.partition}:iam::${place.accountId}:policy${properties.Path ?? "/"}${name}`;
    const policy = checked({ name, document: properties.PolicyDocument, source }, "managed");
    requireManagedSize(properties.PolicyDocument);
    store.policies.set(source, { ...policy, arn, roleNames: properties.Roles ?? [] });
    store.changed();
    for (const role of properties.Roles ?? []) requireRoleSize(role, store);
    return { ref: arn, attributes: { PolicyArn: arn, PolicyId: uniqueId("ANPA", arn) } };
  };
}
