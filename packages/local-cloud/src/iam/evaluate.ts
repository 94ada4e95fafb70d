import type { Principal } from "../service.ts";
import { exceptionFor } from "./exceptions.ts";
import { type NamedPolicy, type Statement, statementsOf } from "./policy.ts";
import { type Closeness, hasIdentity, isRoot } from "./principals.ts";
import { type AccessRequest, createContext } from "./request.ts";
import { closenessTo, describeMismatch, mismatch } from "./statement.ts";

export type Decision = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

/** As AWS's messages name them. */
export type PolicyKind =
  | "identity-based policy"
  | "resource-based policy"
  | "role trust policy"
  | "permissions boundary"
  | "session policy";

export interface Question {
  /** Such as `backup:StartBackupJob`. */
  action: string;
  /** The resource's ARN, or `*` for an action that names none. */
  resource: string;
  principal: Principal;
  /** Context keys, such as `aws:PrincipalArn`, with their values in the request. */
  context: Record<string, string | string[]>;
  /** The policies of the caller's role or user. */
  identityPolicies: NamedPolicy[];
  /** The policy on the resource: a vault's, a key's, a function's; for sts:AssumeRole the role's trust policy. */
  resourcePolicy?: NamedPolicy;
  permissionsBoundary?: NamedPolicy;
  sessionPolicies?: NamedPolicy[];
}

export interface Evaluation {
  decision: Decision;
  /** The kind of policy that decided, or that had to allow and did not. Absent where no policy was needed. */
  kind?: PolicyKind;
  /** The deciding statement, where there is one. */
  statement?: Statement;
  /** Where nothing allowed: the statements that allow the action, but not so. */
  near?: Statement[];
  explanation: string;
}

interface Layer {
  kind: PolicyKind;
  statements: Statement[];
}

interface Layers {
  identity: Layer;
  resource: Layer;
  limits: Layer[];
}

/**
 * Decides a request as AWS does: an explicit deny wins; then the resource's policy or the caller's policies
 * must allow, the caller's within its permissions boundary and session policies. Reads nothing but its input.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(question: Question): Evaluation {
  const request = { ...question, context: createContext(question.context) };
  const layers = layersOf(question);
  for (const layer of [layers.resource, layers.identity, ...layers.limits]) {
    const denying = layer.statements.find((item) => item.effect === "Deny" && !mismatch(item, request));
    if (denying) return decided("ExplicitlyDenied", layer.kind, denying);
  }
  if (!hasIdentity(request.principal)) return byResource(request, layers);
  if (isRoot(request.principal) && !isForeign(request)) return forRoot(request, layers, question);
  if (isForeign(request)) return acrossAccounts(request, layers);
  // A key always has a policy: where there is none, the key isn't there.
  const isMissingKey = question.resourcePolicy === undefined && /^kms:/i.test(request.action);
  return isMissingKey ? byIdentity(request, layers) : withinAccount(request, layers);
}

function layersOf(question: Question): Layers {
  const { identityPolicies, resourcePolicy, permissionsBoundary, sessionPolicies } = question;
  const layer = (kind: PolicyKind, policies: NamedPolicy[]) => ({
    kind,
    statements: policies.flatMap(statementsOf),
  });
  const resourceKind = exceptionFor(question.action, question.resource)?.kind ?? "resource-based policy";
  return {
    identity: layer("identity-based policy", identityPolicies),
    resource: layer(resourceKind, resourcePolicy ? [resourcePolicy] : []),
    limits: [
      ...(permissionsBoundary ? [layer("permissions boundary", [permissionsBoundary])] : []),
      // Each session policy alone is no limit: together they are one.
      ...(sessionPolicies?.length ? [layer("session policy", sessionPolicies)] : []),
    ],
  };
}

function withinAccount(request: AccessRequest, { identity, resource, limits }: Layers): Evaluation {
  const direct = allowing(resource, request, ["caller"]);
  if (direct) return decided("Allowed", resource.kind, direct);
  const limit = limits.find((layer) => !allowing(layer, request));
  const toRole = allowing(resource, request, ["role"]);
  if (toRole && !limit) return decided("Allowed", resource.kind, toRole);
  const mustAllow = exceptionFor(request.action, request.resource);
  if (mustAllow && !allowing(resource, request)) return unallowed(resource, request);
  return byIdentity(request, { identity, resource, limits });
}

function byIdentity(request: AccessRequest, { identity, limits }: Layers): Evaluation {
  const statement = allowing(identity, request);
  if (!statement) return unallowed(identity, request);
  const limit = limits.find((layer) => !allowing(layer, request));
  return limit ? unallowed(limit, request) : decided("Allowed", identity.kind, statement);
}

// Another account's resource wants both sides to allow.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
function acrossAccounts(request: AccessRequest, layers: Layers): Evaluation {
  const theirs = byResource(request, layers);
  return theirs.decision === "Allowed" ? byIdentity(request, layers) : theirs;
}

function byResource(request: AccessRequest, { resource }: Layers): Evaluation {
  const statement = allowing(resource, request);
  return statement ? decided("Allowed", resource.kind, statement) : unallowed(resource, request);
}

// The root user needs no policy, except on a KMS key, whose policy must name the account.
function forRoot(request: AccessRequest, layers: Layers, { resourcePolicy }: Question): Evaluation {
  if (resourcePolicy && exceptionFor(request.action, request.resource)) return byResource(request, layers);
  return { decision: "Allowed", explanation: "the account's root user may do what no policy denies" };
}

function allowing(layer: Layer, request: AccessRequest, levels?: Closeness[]): Statement | undefined {
  return layer.statements.find(
    (item) =>
      item.effect === "Allow" &&
      !mismatch(item, request) &&
      (levels === undefined || levels.includes(closenessTo(item, request))),
  );
}

function isForeign({ principal, resource }: AccessRequest): boolean {
  const owner = resource.split(":")[4];
  return owner !== undefined && /^\d{12}$/.test(owner) && owner !== principal.accountId;
}

function decided(decision: Decision, kind: PolicyKind, statement: Statement): Evaluation {
  const { policy, sid, index } = statement;
  const which = sid === undefined ? `statement ${index + 1}` : `statement ${index + 1} ("${sid}")`;
  const verb = decision === "Allowed" ? "allows" : "denies";
  return {
    decision,
    kind,
    statement,
    explanation: `${which} of the ${kind} ${policy} ${verb} it`,
  };
}

function unallowed(layer: Layer, request: AccessRequest): Evaluation {
  const near: Statement[] = [];
  const reasons = [`no ${layer.kind} allows ${request.action} on ${request.resource}`];
  for (const statement of layer.statements) {
    const part = statement.effect === "Allow" ? mismatch(statement, request) : "Action";
    if (part === undefined || part === "Action") continue;
    near.push(statement);
    const name = `${statement.policy}, statement ${statement.index + 1}`;
    reasons.push(`${name}, allows the action but ${describeMismatch(statement, part, request)}`);
  }
  return { decision: "ImplicitlyDenied", kind: layer.kind, near, explanation: reasons.join("; ") };
}
