export { checkPolicy, type Finding } from "./check-policy.ts";
export { definePolicy } from "./define-policy.ts";
export { type CopyTarget, copyTarget, copyTargets } from "./deployed/copy-targets.ts";
export {
  backupAdminArnOf,
  backupAdminNameOf,
  type Place,
  vaultArnOf,
  vaultNameOf,
} from "./deployed/names.ts";
export { type VaultAccessPolicy, vaultAccessPolicy } from "./deployed/vault-access.ts";
export { acknowledgedInVain, unacknowledged } from "./difference/acknowledge.ts";
export type { Change, Direction, LostPoints } from "./difference/change.ts";
export { comparePolicies } from "./difference/compare-policies.ts";
export { explainPolicy, policyInWords } from "./explain/explain-policy.ts";
export type { Section } from "./explain/section.ts";
export * from "./forecast/index.ts";
export { laws } from "./laws/index.ts";
export { complianceLock, governanceLock, noLock } from "./lock.ts";
export { PolicyError, type Refusal, sentence as refusalSentence } from "./policy-error.ts";
export { PRICES } from "./prices.ts";
export {
  oldestMinutes,
  type Proof,
  proofsOf,
  provenWithinMinutes,
  type RuleRun,
  ruleRuns,
} from "./proof/proofs.ts";
export { byTable, byTag, protectingTag, tagIs, tagIsLike, tagIsNot, tagIsNotLike } from "./protect.ts";
export { toAccount, toRegion, toVault } from "./rules/copies.ts";
export { cron } from "./rules/cron.ts";
export { daily } from "./rules/daily.ts";
export { type Days, days, hours, type Minutes, minutes, months, weeks, years } from "./rules/duration.ts";
export { monthly } from "./rules/monthly.ts";
export { weekly } from "./rules/weekly.ts";
export { yearly } from "./rules/yearly.ts";
export {
  type Copy,
  type CopyInput,
  type Lock,
  type Policy,
  type PolicyInput,
  type Prices,
  type Protect,
  type Rule,
  type RuleInput,
  rulesOf,
} from "./schema.ts";
export { shaped as shapePolicy } from "./shape.ts";
export { ownRestores, restoreTesting } from "./verification.ts";
