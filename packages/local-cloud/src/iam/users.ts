import type { Place, Principal } from "../service.ts";
import { awsManagedPolicies } from "./managed-policies/registry.ts";
import type { NamedPolicy } from "./policy.ts";
import { isRoot } from "./principals.ts";

const ADMINISTRATOR_ACCESS = "arn:aws:iam::aws:policy/AdministratorAccess";

export function rootUser({ partition, accountId }: Place): Principal {
  return { arn: `arn:${partition}:iam::${accountId}:root`, accountId };
}

/** The account's one IAM user: roles may not be assumed by root, so somebody else must be able to. */
export function administrator({ partition, accountId }: Place): Principal {
  return { arn: `arn:${partition}:iam::${accountId}:user/administrator`, accountId };
}

/** Root has no policies; the one user there is has AdministratorAccess. */
export function policiesOfUser(user: Principal): NamedPolicy[] {
  return user.arn.endsWith(":user/administrator") && !isRoot(user)
    ? [awsManagedPolicies.get(ADMINISTRATOR_ACCESS)!]
    : [];
}
