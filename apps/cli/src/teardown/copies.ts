import type { Policy } from "@holdfast/backup-policy";

/** The places that a policy copies recovery points to; vaults there are torn down where they are. */
export interface CopyPlaces {
  /** Regions of the same account, with a vault of the same name. */
  regions: string[];
  /** Vaults elsewhere: `210987654321 eu-west-1 far`, or an ARN. */
  vaults: string[];
}

export function copyPlacesOf({ rules }: Pick<Policy, "rules">): CopyPlaces {
  const targets = Object.values(rules).flatMap(({ copies, airGappedVaultArn }) => [
    ...copies.map(({ to }) => to),
    ...(airGappedVaultArn ? [{ kind: "vault" as const, arn: airGappedVaultArn }] : []),
  ]);
  const unique = (names: string[]) => [...new Set(names)].sort();
  return {
    regions: unique(targets.flatMap((to) => (to.kind === "region" ? [to.region] : []))),
    vaults: unique(
      targets.flatMap((to) => {
        if (to.kind === "region") return [];
        return [to.kind === "vault" ? to.arn : `${to.accountId} ${to.region} ${to.vault}`];
      }),
    ),
  };
}
