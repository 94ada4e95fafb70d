import type { Law } from "./law.ts";

export const complianceLockAcknowledged: Law = {
  severity: "error",
  says: "A compliance lock, which can't be undone, is acknowledged by a person on a day that isn't to come.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
  check: ({ vault: { lock } }, { today }) => {
    if (lock.kind !== "compliance") return [];
    const field = "vault.lock.acknowledged";
    if (!lock.acknowledged) {
      return [
        {
          field,
          got: undefined,
          allowed: `{ by: "a name", on: "a date" }: ${lock.coolingOffDays} days after its deployment nobody can take a compliance lock off, AWS included`,
        },
      ];
    }
    const { on } = lock.acknowledged;
    if (today === undefined || on <= today) return [];
    return [{ field: `${field}.on`, got: on, allowed: `a day until today, ${today}` }];
  },
};
