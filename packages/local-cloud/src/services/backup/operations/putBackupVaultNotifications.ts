import * as v from "valibot";
import { invalidParameter } from "../errors.ts";
import { text } from "../members.ts";
import { operation } from "../operation.ts";
import { isTopicArn, vaultEvents } from "../vaultEvents.ts";
import { vaultInput, vaultOf } from "../vaultInput.ts";

export const putBackupVaultNotifications = operation({
  method: "PUT",
  path: "/backup-vaults/{BackupVaultName}/notification-configuration",
  input: v.object({
    ...vaultInput.entries,
    SNSTopicArn: text,
    BackupVaultEvents: v.array(v.string()),
  }),
  resource: vaultOf,
  run(input, call) {
    const { SNSTopicArn: topicArn, BackupVaultEvents: events } = input;
    if (!isTopicArn(topicArn)) throw invalidParameter(`Invalid SNS topic ARN: ${topicArn}`);
    if (events.length === 0 || events.some((event) => !vaultEvents.includes(event))) {
      // AWS's words: https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1188
      throw invalidParameter(
        `Please select from the following list of notifications ${vaultEvents.join(", ")}`,
      );
    }
    call.vaults.save({ ...vaultOf(input, call), notifications: { topicArn, events: [...new Set(events)] } });
  },
});
