import { describeCondition, isMet } from "./conditions/met.ts";
import { matches, matchesArn } from "./glob.ts";
import type { Statement } from "./policy.ts";
import { type Closeness, closeness, isSpared } from "./principals.ts";
import type { AccessRequest } from "./request.ts";

export type Part = "Action" | "Principal" | "Resource" | "Condition";

/** The first part of the statement that the request doesn't fit, or undefined where the statement applies. */
export function mismatch(statement: Statement, request: AccessRequest): Part | undefined {
  if (!fitsAction(statement.actions, request.action)) return "Action";
  if (!fitsPrincipal(statement, request)) return "Principal";
  if (!fitsResource(statement, request)) return "Resource";
  return statement.conditions.every((condition) => isMet(condition, request.context, statement.effect))
    ? undefined
    : "Condition";
}

/** How closely a statement of a resource-based policy names the caller. */
export function closenessTo({ principals }: Statement, { principal }: AccessRequest): Closeness {
  if (!principals || principals.not) return "caller";
  return closeness(principals.of, principal) ?? "caller";
}

const noVariables = () => undefined;

export function fitsAction(actions: Statement["actions"], action: string): boolean {
  const name = action.toLowerCase();
  return actions.of.some(({ pattern }) => matches(pattern(noVariables)!, name)) !== actions.not;
}

type Target = Pick<AccessRequest, "resource" | "context">;

/** Trust policies name no resource: they are about the role that they stand on. */
export function fitsResource({ resources, effect }: Statement, { resource, context }: Target): boolean {
  if (!resources) return true;
  // All but a resource that has no name here: nothing is allowed, and a deny stands.
  const isUnresolved = () => resources.of.some(({ pattern }) => pattern(context.lookup) === undefined);
  if (resources.not && effect === "Allow" && isUnresolved()) return false;
  const fits = resources.of.some(({ pattern }) => {
    const wanted = pattern(context.lookup);
    return wanted !== undefined && matchesArn(wanted, resource);
  });
  return fits !== resources.not;
}

// Identity-based policies name no principal: they are about whom they are attached to.
function fitsPrincipal({ principals, effect }: Statement, { principal }: AccessRequest): boolean {
  if (!principals) return true;
  if (principals.not && effect === "Deny") return !isSpared(principals.of, principal);
  return (closeness(principals.of, principal) !== undefined) !== principals.not;
}

/** Why a statement that is about the action doesn't apply, for a person to read. */
export function describeMismatch(statement: Statement, part: Part, request: AccessRequest): string {
  if (part === "Resource") {
    const { not, of } = statement.resources!;
    return `it is for ${not ? "all resources but " : ""}${of.map(({ text }) => text).join(", ")}`;
  }
  if (part === "Principal") {
    const { not, of } = statement.principals!;
    return `it is for ${not ? "all principals but " : ""}${of.map(({ name }) => name).join(", ")}`;
  }
  const unmet = statement.conditions.filter(
    (condition) => !isMet(condition, request.context, statement.effect),
  );
  return unmet.map((condition) => describeCondition(condition, request.context)).join("; ");
}
