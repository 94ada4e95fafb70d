import type { Law } from "./law.ts";

export const lockBoundsInOrder: Law = {
  severity: "error",
  says: "A lock's minimum is no longer than its maximum.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html",
  check: ({ vault: { lock } }) => {
    if (lock.kind === "none" || lock.minDays <= lock.maxDays) return [];
    return [
      {
        field: "vault.lock.minDays",
        got: lock.minDays,
        allowed: `${lock.maxDays} or less, as maxDays is ${lock.maxDays}`,
      },
    ];
  },
};
