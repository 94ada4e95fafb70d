import type { Principal } from "../service.ts";
import type { PrincipalName } from "./policy.ts";

/** How closely a Principal element names the caller, from the caller itself to everyone of its account. */
export type Closeness = "caller" | "role" | "account";

const ACCOUNT = /^(?:(\d{12})|arn:[^:]+:iam::(\d{12}):root)$/;

/** An AWS service that calls by itself, with no role: EventBridge that invokes a Lambda function, for instance. */
export function servicePrincipal(name: string): Principal {
  return { arn: name, accountId: "" };
}

export const isService = ({ arn }: Principal) => arn.endsWith(".amazonaws.com");
/** False for AWS services and for callers who gave no credentials: no policy can be attached to those. */
export const hasIdentity = ({ arn }: Principal) => arn.startsWith("arn:");
/** Nobody knows who: no credentials came with the request. */
export const isAnonymous = ({ arn }: Principal) => arn === "*";
export const isRoot = ({ arn }: Principal) => /^arn:[^:]+:iam::\d{12}:root$/.test(arn);

/**
 * How closely the names fit the caller, or undefined when none does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function closeness(names: PrincipalName[], caller: Principal): Closeness | undefined {
  const found = new Set(names.map((name) => closenessOf(name, caller)));
  return (["caller", "role", "account"] as const).find((level) => found.has(level));
}

function closenessOf({ type, name }: PrincipalName, caller: Principal): Closeness | undefined {
  if (type === "AWS" && name === "*") return "caller";
  if (isService(caller)) return type === "Service" && name === caller.arn ? "caller" : undefined;
  if (type !== "AWS") return undefined;
  const account = ACCOUNT.exec(name);
  if (account) {
    if ((account[1] ?? account[2]) !== caller.accountId) return undefined;
    return isRoot(caller) ? "caller" : "account";
  }
  if (name === caller.arn) return name === caller.roleArn ? "role" : "caller";
  return name === caller.roleArn ? "role" : undefined;
}

/**
 * Whether a Deny with NotPrincipal spares the caller. AWS may look at the account, then the role, then the
 * session, and says to list all of them; a list that lacks one spares nobody, so that what passes here passes there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isSpared(names: PrincipalName[], caller: Principal): boolean {
  if (names.some(({ type, name }) => type === "AWS" && name === "*")) return true;
  const found = new Set(names.map((name) => closenessOf(name, caller)));
  return levelsOf(caller).every((level) => found.has(level));
}

function levelsOf(caller: Principal): Closeness[] {
  if (!hasIdentity(caller) || isRoot(caller)) return ["caller"];
  if (caller.roleArn === undefined) return ["caller", "account"];
  return caller.roleArn === caller.arn ? ["role", "account"] : ["caller", "role", "account"];
}
