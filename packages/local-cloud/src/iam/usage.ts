import { awsManagedPolicies } from "./managed-policies/registry.ts";
import { type Statement, statementsOf } from "./policy.ts";
import { createContext } from "./request.ts";
import type { Roles } from "./roles.ts";
import { fitsAction, fitsResource } from "./statement.ts";

/** A permission that a role made use of. */
export interface Use {
  roleArn: string;
  action: string;
  resource: string;
  times: number;
}

export interface Usage {
  record(roleArn: string, action: string, resource: string): void;
  list(): Use[];
}

/** A permission that a role was granted and nobody used. */
export interface Unused {
  roleArn: string;
  policy: string;
  source?: string;
  sid?: string;
  /** As the statement says it, wildcards included. */
  action: string;
  resources: string[];
}

export function createUsage(): Usage {
  const uses = new Map<string, Use>();
  return {
    record(roleArn, action, resource) {
      const key = `${roleArn} ${action} ${resource}`;
      const use = uses.get(key);
      if (use) use.times++;
      else uses.set(key, { roleArn, action, resource, times: 1 });
    },
    list: () => [...uses.values()],
  };
}

const NO_CONTEXT = createContext({});
const awsOwned = new Set([...awsManagedPolicies.values()]);

/** The actions of the template's own policies that no recorded call needed. AWS's managed policies are left out: nobody can trim those. */
export function unusedPermissions(
  roles: Pick<Roles, "list" | "policiesOf">,
  usage: Pick<Usage, "list">,
): Unused[] {
  const uses = usage.list();
  return roles.list().flatMap(({ arn }) => {
    const own = uses.filter(({ roleArn }) => roleArn === arn);
    const policies = roles.policiesOf(arn).identityPolicies.filter((policy) => !awsOwned.has(policy));
    return policies.flatMap(statementsOf).flatMap((statement) => unusedOf(statement, arn, own));
  });
}

function unusedOf(statement: Statement, roleArn: string, uses: Use[]): Unused[] {
  const { effect, actions, resources, policy, source, sid } = statement;
  if (effect === "Deny" || actions.not) return [];
  const reached = uses.filter(({ resource }) => fitsResource(statement, { resource, context: NO_CONTEXT }));
  return actions.of
    .filter((one) => !reached.some(({ action }) => fitsAction({ not: false, of: [one] }, action)))
    .map(({ text }) => ({
      roleArn,
      policy,
      ...(source === undefined ? {} : { source }),
      ...(sid === undefined ? {} : { sid }),
      action: text,
      resources: resources?.of.map((one) => one.text) ?? [],
    }));
}
