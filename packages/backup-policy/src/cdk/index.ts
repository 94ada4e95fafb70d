export { absenceAlarm, backupMetric } from "./alarms.ts";
export { type AppliedPolicy, type ApplyPolicyOptions, applyPolicy } from "./apply-policy.ts";
export { recoveryPoints } from "./arns.ts";
export { pointInTimeRecovery } from "./continuous.ts";
export { useOfTableKeys } from "./key-use.ts";
export { ProtectedVault, type ProtectedVaultProps } from "./protected-vault.ts";
export type { AppliedRestoreTesting } from "./restore-testing.ts";
