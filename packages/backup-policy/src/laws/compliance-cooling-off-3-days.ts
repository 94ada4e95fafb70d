import type { Law } from "./law.ts";

const MINIMUM = 3;

export const complianceCoolingOff3Days: Law = {
  severity: "error",
  says: "A compliance lock can be taken off for 3 days or more.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html",
  check: ({ vault: { lock } }) => {
    if (lock.kind !== "compliance" || lock.coolingOffDays >= MINIMUM) return [];
    return [{ field: "vault.lock.coolingOffDays", got: lock.coolingOffDays, allowed: `${MINIMUM} or more` }];
  },
};
