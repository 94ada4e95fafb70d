export { type AppliedPolicy, type ApplyPolicyOptions, applyPolicy } from "./apply-policy.ts";
export { recoveryPoints } from "./backup-admin.ts";
export { ProtectedVault, type ProtectedVaultProps } from "./protected-vault.ts";
