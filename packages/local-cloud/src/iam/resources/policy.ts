import type { ResourceHandler } from "../../service.ts";
import { checked, type RoleStore, requireRoleSize } from "../roles.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html */
export function policyHandler(store: RoleStore): ResourceHandler {
  return async ({ stackName, logicalId, physicalId, properties }) => {
    const source = `${stackName}/${logicalId}`;
    const policy = { name: properties.PolicyName ?? physicalId, document: properties.PolicyDocument, source };
    store.policies.set(source, { ...checked(policy, "inline"), roleNames: properties.Roles ?? [] });
    store.changed();
    for (const name of properties.Roles ?? []) requireRoleSize(name, store);
    return { ref: physicalId, attributes: { Id: physicalId } };
  };
}
