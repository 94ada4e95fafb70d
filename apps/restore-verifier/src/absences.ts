/** What may be missing. Nothing tells of what didn't happen, so it is looked for. */
export const absences = [
  "neverVerified",
  "proofTooOld",
  "ruleUnproven",
  "noRecoveryPoint",
  "recoveryPointTooOld",
  "untagged",
  "advancedFeaturesOff",
  "leftover",
  "verifierNotRun",
  "unknown",
] as const;
