import type { Place, ResourceHandler, ResourceRemover } from "../service.ts";
import { requireGrammar } from "./grammar/grammar.ts";
import type { PolicyUse } from "./grammar/rule.ts";
import { requireInlineSize, requireManagedCount } from "./grammar/sizes.ts";
import { awsManagedPolicies } from "./managed-policies/registry.ts";
import type { NamedPolicy, PolicyDocument } from "./policy.ts";
import { managedPolicyHandler } from "./resources/managedPolicy.ts";
import { policyHandler } from "./resources/policy.ts";
import { roleHandler } from "./resources/role.ts";
import { untestedConditions } from "./untested.ts";

export interface Role {
  name: string;
  arn: string;
  /** Unique and lasting, such as `AROA…`. */
  roleId: string;
  trustPolicy: NamedPolicy;
  inlinePolicies: NamedPolicy[];
  managedPolicyArns: string[];
  boundaryArn?: string;
  maxSessionSeconds: number;
  tags: Record<string, string>;
  /** Where it is written, such as `local-holdfast-Backup/BackupRole`. */
  source: string;
}

/** A policy written apart from the roles that it is attached to. */
export interface AttachedPolicy extends NamedPolicy {
  roleNames: string[];
  /** Managed policies have one and can be a permissions boundary. */
  arn?: string;
}

export interface RolePolicies {
  identityPolicies: NamedPolicy[];
  permissionsBoundary?: NamedPolicy;
}

/** What the template's resources are kept in; keys are `<stack>/<logical id>`. */
export interface RoleStore {
  place: Place;
  roles: Map<string, Role>;
  policies: Map<string, AttachedPolicy>;
  changed(): void;
}

export interface Roles {
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  get(roleArn: string): Role | undefined;
  list(): Role[];
  /** The policies that bear on what a role may do; none for a role that doesn't exist. */
  policiesOf(roleArn: string): RolePolicies;
  managedPolicy(arn: string): NamedPolicy | undefined;
  /** What grants nothing here although the template says so, and why. */
  warnings(): string[];
}

/** The roles and policies of the deployed stacks. */
export function createRoles({ place }: { place: Place }): Roles {
  const byArn = new Map<string, Role>();
  const memo = new Map<string, RolePolicies>();
  const store: RoleStore = {
    place,
    roles: new Map(),
    policies: new Map(),
    changed() {
      memo.clear();
      byArn.clear();
      for (const role of store.roles.values()) byArn.set(role.arn, role);
    },
  };
  const managedPolicy = (arn: string) =>
    awsManagedPolicies.get(arn) ?? [...store.policies.values()].find((policy) => policy.arn === arn);
  const remover =
    (all: Map<string, unknown>): ResourceRemover =>
    async ({ source }) => {
      all.delete(source);
      store.changed();
    };
  return {
    resources: {
      "AWS::IAM::Role": roleHandler(store),
      "AWS::IAM::Policy": policyHandler(store),
      "AWS::IAM::ManagedPolicy": managedPolicyHandler(store),
    },
    removers: {
      "AWS::IAM::Role": remover(store.roles),
      "AWS::IAM::Policy": remover(store.policies),
      "AWS::IAM::ManagedPolicy": remover(store.policies),
    },
    get: (arn) => byArn.get(arn),
    list: () => [...store.roles.values()],
    policiesOf(arn) {
      const known = memo.get(arn);
      if (known) return known;
      const found = collect(byArn.get(arn), store, managedPolicy);
      memo.set(arn, found);
      return found;
    },
    managedPolicy,
    warnings: () => [
      ...[...store.roles.values()].flatMap((role) => unknownPolicies(role, managedPolicy)),
      ...written(store).flatMap(untestedConditions),
    ],
  };
}

/** The policies that the stacks write themselves. */
const written = ({ roles, policies }: RoleStore): NamedPolicy[] => [
  ...[...roles.values()].flatMap(({ trustPolicy, inlinePolicies }) => [trustPolicy, ...inlinePolicies]),
  ...policies.values(),
];

// A boundary that can't be found must not leave the role without one.
const NOTHING: PolicyDocument = { Version: "2012-10-17", Statement: [] };

type FindManaged = Roles["managedPolicy"];

function collect(role: Role | undefined, { policies }: RoleStore, managed: FindManaged): RolePolicies {
  if (!role) return { identityPolicies: [] };
  const attached = [...policies.values()].filter(({ roleNames }) => roleNames.includes(role.name));
  const byArn = role.managedPolicyArns.flatMap((arn) => managed(arn) ?? []);
  const boundary = role.boundaryArn;
  return {
    identityPolicies: [...new Set([...role.inlinePolicies, ...attached, ...byArn])],
    ...(boundary === undefined
      ? {}
      : { permissionsBoundary: managed(boundary) ?? { name: boundary, document: NOTHING } }),
  };
}

/** Throws LimitExceeded where a role has more than IAM lets it have. */
export function requireRoleSize(name: string, { roles, policies }: RoleStore): void {
  const role = [...roles.values()].find((one) => one.name === name);
  const attached = [...policies.values()].filter(({ roleNames }) => roleNames.includes(name));
  const inline = attached.filter(({ arn }) => arn === undefined);
  requireInlineSize(
    name,
    [...(role?.inlinePolicies ?? []), ...inline].map(({ document }) => document),
  );
  const managed = attached.flatMap(({ arn }) => arn ?? []);
  requireManagedCount(new Set([...(role?.managedPolicyArns ?? []), ...managed]).size);
}

function unknownPolicies(role: Role, managed: FindManaged): string[] {
  const unknown = role.managedPolicyArns.filter((arn) => !managed(arn));
  const grants = unknown.map(
    (arn) => `${role.source}: the managed policy ${arn} is not known here and grants the role nothing`,
  );
  if (role.boundaryArn === undefined || managed(role.boundaryArn)) return grants;
  return [
    ...grants,
    `${role.source}: the permissions boundary ${role.boundaryArn} is not known here, so the role may do nothing`,
  ];
}

/** Checks a policy as IAM does when it is put, so that a broken one stops the deployment and not the first call. */
export function checked(policy: NamedPolicy, use: PolicyUse): NamedPolicy {
  requireGrammar(use, policy);
  return policy;
}
