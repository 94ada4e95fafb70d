import { DescribeRegionSettingsCommand } from "@aws-sdk/client-backup";
import type { Check, Finding } from "../check.ts";

const field = "assumptions.advancedDynamoDb";

/** The features are on where AWS Backup both may back DynamoDB up and manages its backups itself. */
export const advancedDynamoDb: Check = {
  says: "Advanced features for DynamoDB backup are on in the account's Region where the policy says so, and off where it says that.",
  source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html",
  field,
  actions: ["backup:DescribeRegionSettings"],
  async look({ cloud: { backup }, policy, here: { region } }) {
    const settings = await backup.send(new DescribeRegionSettingsCommand({}));
    const isOptedIn = settings.ResourceTypeOptInPreference?.DynamoDB === true;
    const isManaged = settings.ResourceTypeManagementPreference?.DynamoDB === true;
    const found = `DynamoDB is ${isOptedIn ? "" : "not "}opted in to AWS Backup in ${region}, its advanced features are ${isManaged ? "on" : "off"}.`;
    const update = (...preferences: string[]) =>
      `aws backup update-region-settings --region ${region} ${preferences.join(" ")}`;
    const optIn = "--resource-type-opt-in-preference DynamoDB=true";
    const finding = (outcome: Finding["outcome"], next?: string, command?: string): Finding[] => [
      {
        assumption: field,
        outcome,
        found,
        ...(next && { next }),
        ...(command && { commands: [command] }),
      },
    ];
    if (policy.assumptions.advancedDynamoDb) {
      if (isOptedIn && isManaged) return finding("holds");
      return finding(
        "broken",
        "Turn them on: without them AWS Backup ignores cold storage, makes no copies and doesn't use the vault's key. They count for backups made from then on.",
        update(optIn, "--resource-type-management-preference DynamoDB=true"),
      );
    }
    if (isManaged) {
      return finding(
        "broken",
        `Say ${field}: true in the policy: its backup role may only do what backups without these features need, so every job would fail.`,
      );
    }
    return isOptedIn
      ? finding("holds")
      : finding("broken", "Opt in: AWS Backup passes over tables that tags select otherwise.", update(optIn));
  },
};
