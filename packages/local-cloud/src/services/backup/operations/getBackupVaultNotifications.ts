import { notFound } from "../errors.ts";
import { operation } from "../operation.ts";
import { vaultInput, vaultOf } from "../vaultInput.ts";

export const getBackupVaultNotifications = operation({
  method: "GET",
  path: "/backup-vaults/{BackupVaultName}/notification-configuration",
  input: vaultInput,
  resource: vaultOf,
  run(input, call) {
    const { name, arn, notifications } = vaultOf(input, call);
    if (!notifications) {
      // AWS's words: https://github.com/aws/aws-sdk-go-v2/issues/1885
      throw notFound(`Failed reading notifications from database for Backup vault ${name}`, {
        Code: "ERROR_2106",
      });
    }
    return {
      BackupVaultName: name,
      BackupVaultArn: arn,
      SNSTopicArn: notifications.topicArn,
      BackupVaultEvents: notifications.events,
    };
  },
});
