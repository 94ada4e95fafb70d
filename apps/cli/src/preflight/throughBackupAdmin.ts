import { backupAdminArnOf } from "@holdfast/backup-policy";
import type { Finding, Scene } from "./check.ts";

/**
 * How a deploy gets to change what the vault's own policy keeps from everybody but BackupAdmin: BackupAdmin takes
 * that policy off, and the deploy puts the new one on.
 */
export const throughBackupAdmin = ({
  here,
  vaultName,
}: Pick<Scene, "here" | "vaultName">): Pick<Finding, "next" | "commands"> => ({
  next: "The vault denies that change to everybody but BackupAdmin, so that the deploy would fail. As BackupAdmin take the vault's policy off and deploy at once: until then whoever has the permission may delete.",
  commands: [
    `aws sts assume-role --role-arn ${backupAdminArnOf(here, vaultName)} --role-session-name deploy --serial-number ARN --token-code DIGITS`,
    `aws backup delete-backup-vault-access-policy --region ${here.region} --backup-vault-name ${vaultName}`,
  ],
});
