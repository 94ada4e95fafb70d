import type { Law } from "./law.ts";
import { lifecyclesOf } from "./lifecycles.ts";

/**
 * A job whose retention is outside the lock's bounds fails, every time. Copies are held to them as well: the
 * bounds are what the policy promises of everything it makes, wherever that is.
 */
export const keepWithinLock: Law = {
  severity: "error",
  says: "Everything is kept at least as long as the lock's minimum and at most as long as its maximum.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
  check: (policy) => {
    const { lock } = policy.vault;
    if (lock.kind === "none") return [];
    return lifecyclesOf(policy)
      .filter(({ keepDays }) => keepDays < lock.minDays || keepDays > lock.maxDays)
      .map(({ field, keepDays }) => ({
        field: `${field}.keepDays`,
        got: keepDays,
        allowed: `${lock.minDays} to ${lock.maxDays}, the bounds of vault.lock`,
      }));
  },
};
