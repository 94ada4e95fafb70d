import { type Copy, type Policy, rulesOf } from "../schema.ts";
import { type Place, vaultArnOf } from "./names.ts";

/** A vault that recovery points are copied to. It has to be there: a stack of that Region or account makes it. */
export interface CopyTarget {
  arn: string;
  region: string;
  account: string;
  /** Whether it is the policy's own vault, of the same name, in another Region of the same account. */
  isOwn: boolean;
}

/**
 * @param here where the policy is deployed to
 * @param vaultName of the policy's own vault, whose name the vaults of other Regions share
 */
export function copyTarget({ partition, account }: Place, { to }: Copy, vaultName: string): CopyTarget {
  switch (to.kind) {
    case "region": {
      const place = { region: to.region, account };
      return { arn: vaultArnOf({ partition, ...place }, vaultName), ...place, isOwn: true };
    }
    case "account": {
      const place = { region: to.region, account: to.accountId };
      return { arn: vaultArnOf({ partition, ...place }, to.vault), ...place, isOwn: false };
    }
    case "vault": {
      const [, , , region = "", account = ""] = to.arn.split(":");
      return { arn: to.arn, region, account, isOwn: false };
    }
  }
}

/** All vaults that a policy copies to, each once. */
export function copyTargets(here: Place, policy: Policy, vaultName: string): CopyTarget[] {
  const copies = rulesOf(policy).flatMap(([, rule]) => rule.copies);
  const targets = copies.map((copy) => copyTarget(here, copy, vaultName));
  return [...new Map(targets.map((target) => [target.arn, target])).values()];
}
