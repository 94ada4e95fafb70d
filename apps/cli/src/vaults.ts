import { type BackupVaultListMember, paginateListBackupVaults } from "@aws-sdk/client-backup";
import type { Cloud } from "./cloud.ts";

/** AWS says of a vault that isn't there that one may not see it, so the list is asked. */
export async function findVault(
  { backup }: Pick<Cloud, "backup">,
  name: string,
): Promise<BackupVaultListMember | undefined> {
  for await (const { BackupVaultList = [] } of paginateListBackupVaults({ client: backup }, {})) {
    const found = BackupVaultList.find(({ BackupVaultName }) => BackupVaultName === name);
    if (found) return found;
  }
  return undefined;
}
