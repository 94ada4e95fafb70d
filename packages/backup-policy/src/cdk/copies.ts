import { Arn, ArnFormat, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { type Copy, type Policy, rulesOf } from "../schema.ts";
import { vaultArn } from "./arns.ts";

/** A vault that recovery points are copied to. It has to be there: a stack of that Region or account makes it. */
export interface CopyTarget {
  arn: string;
  region: string;
  account: string;
  /** Whether it is the policy's own vault, of the same name, in another Region of the same account. */
  isOwn: boolean;
}

/** @param vaultName of the policy's own vault, whose name the vaults of other Regions share */
export function copyTarget(scope: Construct, { to }: Copy, vaultName: string): CopyTarget {
  const { account } = Stack.of(scope);
  switch (to.kind) {
    case "region":
      return { arn: vaultArn(scope, vaultName, to), region: to.region, account, isOwn: true };
    case "account": {
      const place = { region: to.region, account: to.accountId };
      return { arn: vaultArn(scope, to.vault, place), ...place, isOwn: false };
    }
    case "vault": {
      const { region = "", account = "" } = Arn.split(to.arn, ArnFormat.COLON_RESOURCE_NAME);
      return { arn: to.arn, region, account, isOwn: false };
    }
  }
}

/** All vaults that a policy copies to, each once. */
export function copyTargets(scope: Construct, policy: Policy, vaultName: string): CopyTarget[] {
  const copies = rulesOf(policy).flatMap(([, rule]) => rule.copies);
  const targets = copies.map((copy) => copyTarget(scope, copy, vaultName));
  return [...new Map(targets.map((target) => [target.arn, target])).values()];
}
