import type { Principal } from "../service.ts";
import type { NamedPolicy } from "./policy.ts";
import type { Role } from "./roles.ts";

/** A role that somebody has assumed. */
export interface RoleSession extends Principal {
  roleArn: string;
  roleId: string;
  sessionName: string;
  issuedAt: Date;
  sessionPolicies: NamedPolicy[];
  /** When the caller proved a second factor, if it did. */
  mfaAt?: Date;
}

export interface SessionOptions {
  sessionName: string;
  issuedAt: Date;
  sessionPolicies?: NamedPolicy[];
  mfaAt?: Date;
}

/** The principal of a role session; its ARN leaves the role's path out, as AWS does. */
export function roleSession(role: Role, options: SessionOptions): RoleSession {
  const [, partition, , , accountId = ""] = role.arn.split(":");
  return {
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${role.name}/${options.sessionName}`,
    accountId,
    roleArn: role.arn,
    roleId: role.roleId,
    ...options,
    sessionPolicies: options.sessionPolicies ?? [],
  };
}

export function isRoleSession(principal: Principal): principal is RoleSession {
  return "sessionName" in principal;
}
