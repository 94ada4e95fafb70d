import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

/** Without the advanced features a backup of DynamoDB stays in the vault it was made in. */
export const copiesNeedAdvancedDynamoDb: Law = {
  severity: "error",
  says: "Copies, also to an air-gapped vault, need the advanced features for DynamoDB backup.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html",
  check: (policy) => {
    if (policy.assumptions.advancedDynamoDb) return [];
    const allowed = "nothing, unless assumptions.advancedDynamoDb is true";
    return rulesOf(policy).flatMap(([name, { copies, airGappedVaultArn }]) => [
      ...copies.map(({ to }, i) => ({ field: `rules.${name}.copies.${i}`, got: to, allowed })),
      ...(airGappedVaultArn === undefined
        ? []
        : [{ field: `rules.${name}.airGappedVaultArn`, got: airGappedVaultArn, allowed }]),
    ]);
  },
};
