import type { Authorize, Clock, Place, Principal } from "../service.ts";
import { globalContext } from "./context.ts";
import { denial } from "./denial.ts";
import { type Evaluation, evaluate, type Question } from "./evaluate.ts";
import { exceptionFor } from "./exceptions.ts";
import type { NamedPolicy, PolicyDocument } from "./policy.ts";
import type { Role, Roles } from "./roles.ts";
import { isRoleSession } from "./session.ts";
import type { Usage } from "./usage.ts";
import { policiesOfUser } from "./users.ts";

export interface AuthorizeDeps {
  place: Place;
  clock: Clock;
  roles: Pick<Roles, "get" | "policiesOf">;
  /** The policy on a vault, key or function. Trust policies are found without it. */
  resourcePolicy: (arn: string) => PolicyDocument | undefined;
  /** Hears of every denial, and what decided it. */
  log: (message: string) => void;
  /** Hears of every permission that a role made use of. */
  usage: Pick<Usage, "record">;
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
    deps.log(describe(question, evaluation, role));
    throw denial(question, evaluation);
  };
}

type Call = Pick<Question, "principal" | "action" | "resource" | "context">;

function ask(deps: AuthorizeDeps, role: Role | undefined, call: Call): Question {
  const { principal, action, resource, context } = call;
  const policy = resourcePolicyFor(deps, action, resource);
  return {
    ...call,
    context: {
      ...globalContext(principal, resource, { place: deps.place, now: deps.clock.now(), role }),
      ...context,
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
  return document === undefined ? undefined : { name: `of ${resource}`, document };
}

function describe(
  { principal, action, resource }: Question,
  evaluation: Evaluation,
  role: Role | undefined,
): string {
  const { decision, statement, explanation } = evaluation;
  const place = decision === "ExplicitlyDenied" ? statement?.source : whereToAllow(principal, role);
  return `denied ${action} on ${resource} to ${principal.arn}: ${explanation}${place ? ` (see ${place})` : ""}`;
}

function whereToAllow({ roleArn }: Principal, role: Role | undefined): string | undefined {
  if (roleArn === undefined || role) return role?.source;
  return `the template: it has no role ${roleArn}`;
}
