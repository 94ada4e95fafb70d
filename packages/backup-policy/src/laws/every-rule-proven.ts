import { proofsOf } from "../proof/proofs.ts";
import { rulesOf } from "../schema.ts";
import type { Law } from "./law.ts";

/**
 * What is kept longest is made most seldom, and some time after the last daily backup: the next daily one is newer
 * before anybody looks. AWS restore testing picks the latest point of a resource, whichever rule made it.
 */
export const everyRuleProven: Law = {
  severity: "warning",
  says: "Points of every rule are restored: they are the newest when a verification starts, or runs of the rule's own restore them.",
  source:
    "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingRecoveryPointSelection.html",
  check: (policy, seen) => {
    // Each of these has its own law.
    if (
      rulesOf(policy).some(
        ([, { schedule, timeZone }]) => seen.calendar.starts(schedule, timeZone).length === 0,
      )
    )
      return [];
    if (seen.calendar.starts(policy.verification.schedule, "UTC").length === 0) return [];
    return proofsOf(policy, seen).flatMap((proof) => {
      if (proof.by !== "nothing") return [];
      const restored = proof.atTimes ? "not surely restored often enough" : "never restored";
      const { keepDays, schedule } = policy.rules[proof.rule]!;
      return [
        {
          field: `rules.${proof.rule}.schedule`,
          got: schedule,
          allowed: `times after which no other rule backs up before a verification starts, or verification.everyRule with the points in the policy's vault: its points, kept for ${keepDays} days, are ${restored}, as ${proof.why}`,
        },
      ];
    });
  },
};
