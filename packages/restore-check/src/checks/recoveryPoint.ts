import type { Finding } from "../report.ts";
import type { Check } from "./check.ts";

const HOUR = 3_600_000;

/** COMPLETED, encrypted, and young enough for the policy's objective (RPO), or for the rule that the run is about. */
export const recoveryPoint: Check = {
  run: ({ recoveryPoint: point, now, rpoHours, rule }) => {
    const age = now.getTime() - point.createdAt.getTime();
    const problems: string[] = [];
    if (point.status !== "COMPLETED") {
      problems.push(`The recovery point's status is ${point.status}: only a COMPLETED one can be relied on.`);
    }
    if (!point.encrypted) {
      problems.push("The recovery point is not encrypted: back up into a vault with a KMS key.");
    }
    const most = rule?.oldestHours ?? rpoHours;
    if (!(age <= most * HOUR)) {
      const allowed = rule
        ? `that of the rule ${rule.name} gets ${hours(most * HOUR)} old at the most`
        : `the objective (RPO) is ${rpoHours} hours`;
      problems.push(
        `The recovery point is ${hours(age)} old and ${allowed}: find out why no newer backup completed.`,
      );
    }
    if (now < point.window.from) {
      problems.push(`The recovery point was created ${hours(-age)} from now: compare the clocks.`);
    }
    const findings = problems.map((sentence): Omit<Finding, "check"> => {
      return { severity: "ERROR", subject: point.arn, sentence };
    });
    return { outcome: problems.length > 0 ? "FAILED" : "PASSED", findings };
  },
};

function hours(milliseconds: number): string {
  return `${(milliseconds / HOUR).toFixed(1)} hours`;
}
