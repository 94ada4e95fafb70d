import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

/** The vault `Default` has AWS's own key, which no other account may use. The policy's vault always has its own. */
export const copiesBetweenAccountsNeedCustomerKey: Law = {
  severity: "error",
  says: "Copies to another account go to a vault with a customer's key, which Default has not.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html",
  check: (policy) =>
    rulesOf(policy).flatMap(([name, { copies }]) =>
      copies.flatMap(({ to }, i) => {
        if (to.kind !== "account" || to.vault !== "Default") return [];
        return [
          {
            field: `rules.${name}.copies.${i}.to.vault`,
            got: to.vault,
            allowed:
              "a vault with a customer's key: AWS's own, which Default has, can't be used by other accounts",
          },
        ];
      }),
    ),
};
