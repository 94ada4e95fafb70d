import * as v from "valibot";
import { invalidParameter } from "../errors.ts";
import { text } from "../members.ts";
import { operation } from "../operation.ts";
import { isTopicArn, requireVaultEvents } from "../vaultEvents.ts";
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
    requireVaultEvents(events);
    call.vaults.save({ ...vaultOf(input, call), notifications: { topicArn, events: [...new Set(events)] } });
  },
});
