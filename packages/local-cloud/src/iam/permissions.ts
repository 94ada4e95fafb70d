import { template } from "./glob.ts";
import { awsManagedPolicies } from "./managed-policies/registry.ts";
import { type NamedPolicy, type Selection, type Statement, statementsOf } from "./policy.ts";
import { createContext } from "./request.ts";
import type { Role, Roles } from "./roles.ts";
import { fitsAction, fitsResource } from "./statement.ts";
import type { Denial, Usage, Use } from "./usage.ts";
import type { Written } from "./written.ts";

/** What roles were granted, and what they made of it. */
export interface PermissionsReport {
  /** When counting began, by the cloud's clock. */
  since: string;
  roles: RolePermissions[];
}

export interface RolePermissions {
  name: string;
  arn: string;
  /** Where it is written, such as `stacks/verifier/function.ts:23 (Verification/CompareRole)`. */
  written: string;
  /** How many permissions were used and asked for with it. Of a role that made no call nothing can be said. */
  calls: number;
  /** What the template's own policies grant. */
  grants: Grant[];
  /** AWS's own policies, which grant as they are: with the actions that were used of each. */
  managed: { arn: string; actions: string[] }[];
  denials: Omit<Denial, "roleArn">[];
}

/** One action of one statement. */
export interface Grant {
  /** As the statement has it, wildcards included. */
  action: string;
  /** The actions that were used of it. */
  actions: string[];
  resources: GrantedResource[];
  times: number;
  /** When last; absent where it was never used. */
  last?: string;
  policy: string;
  sid?: string;
  written: string;
}

export interface GrantedResource {
  /** As the statement has it, wildcards included. */
  resource: string;
  /** How many resources it was used for. */
  used: number;
  times: number;
}

interface Deps {
  roles: Pick<Roles, "list" | "policiesOf">;
  usage: Pick<Usage, "read">;
  written: Pick<Written, "resource" | "statement">;
}

export function permissionsReport({ roles, usage, written }: Deps): PermissionsReport {
  const { since, uses, denials } = usage.read();
  const ofRole = <T extends Use>(all: T[], { arn }: Role) => all.filter(({ roleArn }) => roleArn === arn);
  return {
    since,
    roles: roles.list().map((role) => {
      const used = ofRole(uses, role);
      const denied = ofRole(denials, role);
      const { own, managed } = policiesOf(role, roles);
      return {
        name: role.name,
        arn: role.arn,
        written: written.resource(role.source),
        calls: [...used, ...denied].reduce((sum, { times }) => sum + times, 0),
        grants: own
          .flatMap(statementsOf)
          .flatMap((statement) => grantsOf(statement, used, written.statement(statement) ?? role.source)),
        managed: managed.map(([arn, policy]) => ({ arn, actions: actionsUsed(policy, used) })),
        denials: denied.map(({ roleArn: _, ...denial }) => denial),
      };
    }),
  };
}

const awsOwned = new Map([...awsManagedPolicies].map(([arn, policy]) => [policy, arn]));

function policiesOf({ arn }: Role, roles: Deps["roles"]) {
  const own: NamedPolicy[] = [];
  const managed: [arn: string, policy: NamedPolicy][] = [];
  for (const policy of roles.policiesOf(arn).identityPolicies) {
    const known = awsOwned.get(policy);
    if (known === undefined) own.push(policy);
    else managed.push([known, policy]);
  }
  return { own, managed };
}

type Pattern = Statement["actions"]["of"][number];

function grantsOf(statement: Statement, uses: Use[], written: string): Grant[] {
  if (statement.effect === "Deny") return [];
  const resources = eachOf(statement.resources);
  return eachOf(statement.actions).map(({ text, selection }) => {
    const used = uses.filter(({ action }) => fitsAction(selection, action));
    const on = resources.map((one) => ({
      text: one.text,
      uses: used.filter((use) => fits(one.selection, use)),
    }));
    const reached = [...new Set(on.flatMap((one) => one.uses))];
    const last = reached
      .map((use) => use.last)
      .toSorted()
      .at(-1);
    return {
      action: text,
      actions: distinct(reached.map(({ action }) => action)),
      resources: on.map((one) => ({
        resource: one.text,
        used: distinct(one.uses.map(({ resource }) => resource)).length,
        times: timesOf(one.uses),
      })),
      times: timesOf(reached),
      ...(last === undefined ? {} : { last }),
      policy: statement.policy,
      ...(statement.sid === undefined ? {} : { sid: statement.sid }),
      written,
    };
  });
}

/** Each pattern for itself; NotAction and NotResource only all together. */
function eachOf(all: Selection<Pattern> | undefined): { text: string; selection: Selection<Pattern> }[] {
  const selection = all ?? { not: false, of: [] };
  if (selection.not)
    return [{ text: `all but ${selection.of.map(({ text }) => text).join(", ")}`, selection }];
  return selection.of.map((one) => ({ text: one.text, selection: { not: false, of: [one] } }));
}

const NO_CONTEXT = createContext({});

function fits({ not, of }: Selection<Pattern>, { resource }: Use): boolean {
  // Whose value a variable had in a call isn't known any more: any is taken for it.
  const patterns = of.map((one) =>
    one.text.includes("${")
      ? {
          ...one,
          pattern: template(one.text.replace(/\$\{[^}]*\}/g, "*"), { wildcards: true, variables: false }),
        }
      : one,
  );
  return fitsResource({ resources: { not, of: patterns } } as Statement, { resource, context: NO_CONTEXT });
}

function actionsUsed(policy: NamedPolicy, uses: Use[]): string[] {
  const allowing = statementsOf(policy).filter(({ effect }) => effect === "Allow");
  const used = uses.filter(({ action }) => allowing.some(({ actions }) => fitsAction(actions, action)));
  return distinct(used.map(({ action }) => action));
}

const distinct = (all: string[]) => [...new Set(all)].sort();
const timesOf = (uses: Use[]) => uses.reduce((sum, { times }) => sum + times, 0);
