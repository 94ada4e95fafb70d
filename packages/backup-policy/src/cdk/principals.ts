import { AccountRootPrincipal, ArnPrincipal, type PrincipalBase } from "aws-cdk-lib/aws-iam";

/** Principals of a policy: ARNs, or `account` for whoever the account itself lets. */
export function principalsOf(names: readonly string[]): PrincipalBase[] {
  return names.map((name) => (name === "account" ? new AccountRootPrincipal() : new ArnPrincipal(name)));
}
