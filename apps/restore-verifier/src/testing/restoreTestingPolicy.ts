import { definePolicy, restoreTesting } from "@holdfast/backup-policy";
import { policy as ofTeam } from "../../../../stacks/policy.ts";

/** The team's policy, verified by AWS restore testing. */
export const policy = definePolicy({
  ...ofTeam,
  verification: {
    ...ofTeam.verification,
    by: restoreTesting({ startWindowHours: 2 }),
    proofStaleAfterHours: 72,
  },
});
