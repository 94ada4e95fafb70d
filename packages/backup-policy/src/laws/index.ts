import { airGappedVaultKeeps7Days } from "./air-gapped-vault-keeps-7-days.ts";
import { coldNeedsAdvancedDynamoDb } from "./cold-needs-advanced-dynamodb.ts";
import { coldStorage90Days } from "./cold-storage-90-days.ts";
import { completionWindow60MinutesLonger } from "./completion-window-60-minutes-longer.ts";
import { complianceCoolingOff3Days } from "./compliance-cooling-off-3-days.ts";
import { complianceLockAcknowledged } from "./compliance-lock-acknowledged.ts";
import { copiesBetweenAccountsNeedCustomerKey } from "./copies-between-accounts-need-customer-key.ts";
import { copiesBetweenAccountsNeedOrganization } from "./copies-between-accounts-need-organization.ts";
import { copiesBetweenRegionsNeedKeyThere } from "./copies-between-regions-need-key-there.ts";
import { copiesNeedAdvancedDynamoDb } from "./copies-need-advanced-dynamodb.ts";
import { everyRuleBacksUp } from "./every-rule-backs-up.ts";
import { everyRuleProven } from "./every-rule-proven.ts";
import { keepWithinLock } from "./keep-within-lock.ts";
import type { Law } from "./law.ts";
import { lockBoundsInOrder } from "./lock-bounds-in-order.ts";
import { planLimits } from "./plan-limits.ts";
import { pricesSayTheirSource } from "./prices-say-their-source.ts";
import { proofWithinStaleness } from "./proof-within-staleness.ts";
import { restoreTestingSelection } from "./restore-testing-selection.ts";
import { restoreTestingWindow } from "./restore-testing-window.ts";
import { restoreTestsKeepApart } from "./restore-tests-keep-apart.ts";
import { retentionReachesBack } from "./retention-reaches-back.ts";
import { rulesKeepApart } from "./rules-keep-apart.ts";
import { scheduleMeetsRpo } from "./schedule-meets-rpo.ts";
import { schedules60MinutesApart } from "./schedules-60-minutes-apart.ts";
import { someRule } from "./some-rule.ts";
import { startWindow60Minutes } from "./start-window-60-minutes.ts";
import { verificationWithinRetention } from "./verification-within-retention.ts";

/** Every law, under the name a refusal gives it. */
export const laws = {
  "some-rule": someRule,
  "plan-limits": planLimits,
  "schedules-60-minutes-apart": schedules60MinutesApart,
  "start-window-60-minutes": startWindow60Minutes,
  "completion-window-60-minutes-longer": completionWindow60MinutesLonger,
  "cold-storage-90-days": coldStorage90Days,
  "cold-needs-advanced-dynamodb": coldNeedsAdvancedDynamoDb,
  "copies-need-advanced-dynamodb": copiesNeedAdvancedDynamoDb,
  "copies-between-accounts-need-organization": copiesBetweenAccountsNeedOrganization,
  "copies-between-accounts-need-customer-key": copiesBetweenAccountsNeedCustomerKey,
  "copies-between-regions-need-key-there": copiesBetweenRegionsNeedKeyThere,
  "air-gapped-vault-keeps-7-days": airGappedVaultKeeps7Days,
  "lock-bounds-in-order": lockBoundsInOrder,
  "keep-within-lock": keepWithinLock,
  "compliance-lock-acknowledged": complianceLockAcknowledged,
  "compliance-cooling-off-3-days": complianceCoolingOff3Days,
  "schedule-meets-rpo": scheduleMeetsRpo,
  "retention-reaches-back": retentionReachesBack,
  "every-rule-backs-up": everyRuleBacksUp,
  "rules-keep-apart": rulesKeepApart,
  "verification-within-retention": verificationWithinRetention,
  "proof-within-staleness": proofWithinStaleness,
  "every-rule-proven": everyRuleProven,
  "restore-testing-selection": restoreTestingSelection,
  "restore-testing-window": restoreTestingWindow,
  "restore-tests-keep-apart": restoreTestsKeepApart,
  "prices-say-their-source": pricesSayTheirSource,
} as const satisfies Record<string, Law>;
