import type { Finding } from "./run.ts";

/** As many of the findings as fit into so many bytes of JSON, the first ones first, and how many were left out. */
export function fitFindings(findings: readonly Finding[], bytes: number): Finding[] {
  const fitting: Finding[] = [];
  let used = 0;
  for (const finding of findings) {
    used += Buffer.byteLength(JSON.stringify(finding)) + 1;
    if (used > bytes) break;
    fitting.push(finding);
  }
  const left = findings.length - fitting.length;
  if (left === 0) return fitting;
  const sentence = `${left} more findings are in the Verification record.`;
  return [...fitting, { check: "run", severity: "INFO", sentence }];
}
