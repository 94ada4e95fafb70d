import type { CreateVerificationInput, Verification } from "@holdfast/data-model";
import { fitFindings } from "./fitFindings.ts";
import type { TableResult } from "./run.ts";

const DEFAULT_BYTES = 8 * 1024;

/** A recorded verdict as the execution's output tells it, its findings cut to the space there is. */
export function tableResult(
  row: CreateVerificationInput | Verification,
  findingsBytes = DEFAULT_BYTES,
): TableResult {
  const findings = row.findings.map(({ check, severity, subject, sentence }) => ({
    check,
    severity,
    subject: subject ?? undefined,
    sentence,
  }));
  return {
    model: row.modelName,
    table: row.tableName,
    verdict: row.verdict,
    findings: fitFindings(findings, findingsBytes),
    recoveryPointArn: row.recoveryPointArn ?? undefined,
    recoveryPointCreatedAt: row.recoveryPointCreatedAt ?? undefined,
    ruleName: row.ruleName ?? undefined,
    liveItems: row.liveItems ?? undefined,
    restoredItems: row.restoredItems ?? undefined,
    differences: row.differences ?? undefined,
    restoreSeconds: row.restoreSeconds ?? undefined,
    checkSeconds: row.checkSeconds ?? undefined,
  };
}
