import { DescribeGlobalSettingsCommand } from "@aws-sdk/client-backup";
import { copyTargets } from "@holdfast/backup-policy";
import { whereThere } from "../../whereThere.ts";
import type { Check } from "../check.ts";

const field = "assumptions.sameOrganization";

/** AWS Backup refuses to say it to an account that is in no organization. */
export const sameOrganization: Check = {
  says: "The account is in an organization with cross-account backup on where rules copy to another account.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeGlobalSettings.html",
  field,
  actions: ["backup:DescribeGlobalSettings"],
  async look({ cloud: { backup }, here, policy, vaultName }) {
    if (copyTargets(here, policy, vaultName).every(({ account }) => account === here.account)) return [];
    const answer = await whereThere(
      backup.send(new DescribeGlobalSettingsCommand({})),
      "InvalidRequestException",
    );
    if (!answer) {
      return [
        {
          assumption: field,
          outcome: "broken",
          found: `The account ${here.account} is in no organization: every copy to another account would fail.`,
          next: "Let the account join the organization of those it copies to, or leave those copies out.",
        },
      ];
    }
    if (answer.GlobalSettings?.isCrossAccountBackupEnabled === "true") {
      return [
        { assumption: field, outcome: "holds", found: "Cross-account backup is on in the organization." },
      ];
    }
    return [
      {
        assumption: field,
        outcome: "broken",
        found: "Cross-account backup is off in the organization: every copy to another account would fail.",
        next: "Turn it on, in the organization's management account:",
        commands: ["aws backup update-global-settings --global-settings isCrossAccountBackupEnabled=true"],
      },
    ];
  },
};
