import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

/**
 * A copy is encrypted with the key of the vault it goes to, and a restore in another Region has to name a key
 * of that Region. A multi-Region key is the same in both.
 */
export const copiesBetweenRegionsNeedKeyThere: Law = {
  severity: "warning",
  says: "Copies to another Region are restored with a key of that Region: a multi-Region key, or one made there.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-dynamodb.html",
  check: (policy) => {
    if (policy.vault.key.multiRegion) return [];
    const regions = rulesOf(policy).flatMap(([, { copies }]) =>
      copies.flatMap(({ to }) => (to.kind === "region" ? [to.region] : [])),
    );
    if (regions.length === 0) return [];
    return [
      {
        field: "vault.key.multiRegion",
        got: false,
        allowed: `true, or a key of its own for the vault in ${[...new Set(regions)].join(", ")}, which has to be there before the first copy and as long as the last`,
      },
    ];
  },
};
