import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

/** The management account has to have switched cross-account backup on; a copy job fails otherwise. */
export const copiesBetweenAccountsNeedOrganization: Law = {
  severity: "error",
  says: "Copies to another account need both in one organization, with cross-account backup on.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html",
  check: (policy) => {
    if (policy.assumptions.sameOrganization) return [];
    return rulesOf(policy).flatMap(([name, { copies }]) =>
      copies.flatMap(({ to }, i) => {
        if (to.kind !== "account") return [];
        return [
          {
            field: `rules.${name}.copies.${i}.to.accountId`,
            got: to.accountId,
            allowed: "nothing, unless assumptions.sameOrganization is true",
          },
        ];
      }),
    );
  },
};
