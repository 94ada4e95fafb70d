import type { Authorize, Clock, Place } from "../service.ts";
import { globalContext, tagKeys, viaKeys } from "./context.ts";
import { denial } from "./denial.ts";
import { type Evaluation, evaluate, type Question } from "./evaluate.ts";
import { exceptionFor } from "./exceptions.ts";
import { type NamedPolicy, type PolicyDocument, type Statement, statementsOf } from "./policy.ts";
import type { Role, Roles } from "./roles.ts";
import { isRoleSession } from "./session.ts";
import type { Usage } from "./usage.ts";
import { policiesOfUser } from "./users.ts";
import type { Written } from "./written.ts";

export interface AuthorizeDeps {
  place: Place;
  clock: Clock;
  roles: Pick<Roles, "get" | "policiesOf">;
  /** The policy on a vault, key or function. Trust policies are found without it. */
  resourcePolicy: (arn: string) => PolicyDocument | undefined;
  /** The tags on a resource, as far as its service lets policies ask for them. */
  resourceTags: (arn: string) => Record<string, string> | undefined;
  /** Hears of every policy on a resource that is asked, before it is. */
  warn: (policy: NamedPolicy) => void;
  /** Hears of every denial, and what decided it. */
  log: (message: string) => void;
  /** Hears of every permission that a role made use of, or was denied. */
  usage: Pick<Usage, "record" | "deny">;
  written: Pick<Written, "resource" | "statement" | "byArn">;
}

/**
 * Decides every call of the local cloud. A refusal is thrown as AWS's AccessDeniedException (AccessDenied in
 * AWS Query); what decided it goes to the log, with the resource of the template to look at.
 */
export function createAuthorize(deps: AuthorizeDeps): Authorize {
  return (principal, action, resource, context = {}) => {
    const role = principal.roleArn === undefined ? undefined : deps.roles.get(principal.roleArn);
    const question = ask(deps, role, { principal, action, resource, context });
    const evaluation = evaluate(question);
    if (evaluation.decision === "Allowed") {
      if (role) deps.usage.record(role.arn, action, resource);
      return;
    }
    const why = reason(question, evaluation, role, deps.written);
    if (role) deps.usage.deny(role.arn, action, resource, why);
    deps.log(`denied ${action} on ${resource} to ${principal.arn}: ${why}`);
    throw denial(question, evaluation);
  };
}

type Call = Pick<Question, "principal" | "action" | "resource" | "context">;

function ask(deps: AuthorizeDeps, role: Role | undefined, call: Call): Question {
  const { principal, action, resource, context } = call;
  const policy = resourcePolicyFor(deps, action, resource);
  const tags = resource === "*" ? undefined : deps.resourceTags(resource);
  return {
    ...call,
    context: {
      ...globalContext(principal, resource, { place: deps.place, now: deps.clock.now(), role }),
      ...(tags ? tagKeys("aws:ResourceTag", tags) : {}),
      ...context,
      ...viaKeys(context),
    },
    ...(principal.roleArn === undefined
      ? { identityPolicies: policiesOfUser(principal) }
      : deps.roles.policiesOf(principal.roleArn)),
    ...(policy ? { resourcePolicy: policy } : {}),
    ...(isRoleSession(principal) ? { sessionPolicies: principal.sessionPolicies } : {}),
  };
}

function resourcePolicyFor(deps: AuthorizeDeps, action: string, resource: string): NamedPolicy | undefined {
  if (exceptionFor(action, resource)?.kind === "role trust policy")
    return deps.roles.get(resource)?.trustPolicy;
  const document = resource === "*" ? undefined : deps.resourcePolicy(resource);
  if (document === undefined) return undefined;
  const policy = { name: `of ${resource}`, document };
  deps.warn(policy);
  return policy;
}

function reason(
  question: Question,
  evaluation: Evaluation,
  role: Role | undefined,
  written: AuthorizeDeps["written"],
): string {
  const place = whereToChange(question, evaluation, role, written);
  return `${evaluation.explanation}${place ? ` (see ${place})` : ""}`;
}

/** The statement that denies; else one that nearly allows, or is about the same service; else what it would stand in. */
function whereToChange(
  { principal, action, resource, identityPolicies }: Question,
  { statement, near = [], kind }: Evaluation,
  role: Role | undefined,
  written: AuthorizeDeps["written"],
): string | undefined {
  const [nearest] = statement ? [statement] : near;
  if (nearest) return written.statement(nearest) ?? written.byArn(resource);
  if (kind === "resource-based policy" || kind === "role trust policy") return written.byArn(resource);
  if (!role) return principal.roleArn && `the template: it has no role ${principal.roleArn}`;
  const own = identityPolicies.flatMap(statementsOf).find((other) => isAbout(other, action));
  return (own && written.statement(own)) ?? written.resource(role.source);
}

function isAbout({ effect, actions }: Statement, action: string): boolean {
  const service = `${action.split(":")[0]!.toLowerCase()}:`;
  return effect === "Allow" && actions.of.some(({ text }) => text.toLowerCase().startsWith(service));
}
