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
  /** The session's own tags, which go before the role's. */
  tags: Record<string, string>;
  /** Those of the tags that go on to the sessions that this one begins. */
  transitiveTagKeys: string[];
  /** Stays the same for all sessions that this one begins. */
  sourceIdentity?: string;
  /** Condition keys that every request of the session brings. */
  keys: Record<string, string>;
}

export interface SessionOptions {
  sessionName: string;
  issuedAt: Date;
  sessionPolicies?: NamedPolicy[];
  mfaAt?: Date;
  tags?: Record<string, string>;
  transitiveTagKeys?: string[];
  sourceIdentity?: string;
  keys?: Record<string, string>;
}

/** The principal of a role session; its ARN leaves the role's path out, as AWS does. */
export function roleSession(role: Role, options: SessionOptions): RoleSession {
  const [, partition, , , accountId = ""] = role.arn.split(":");
  return {
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${role.name}/${options.sessionName}`,
    accountId,
    roleArn: role.arn,
    roleId: role.roleId,
    sessionPolicies: [],
    tags: {},
    transitiveTagKeys: [],
    keys: {},
    ...options,
  };
}

export function isRoleSession(principal: Principal): principal is RoleSession {
  return "sessionName" in principal;
}
