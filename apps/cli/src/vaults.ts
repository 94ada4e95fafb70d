import {
  type BackupVaultListMember,
  GetBackupVaultAccessPolicyCommand,
  paginateListBackupVaults,
} from "@aws-sdk/client-backup";
import type { Cloud } from "./cloud.ts";
import { whereThere } from "./whereThere.ts";

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

/** The policy that a vault has; undefined when BackupAdmin has taken it off. */
export const policyOn = async (
  { backup }: Pick<Cloud, "backup">,
  BackupVaultName: string,
): Promise<string | undefined> =>
  (
    await whereThere(
      backup.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName })),
      "ResourceNotFoundException",
    )
  )?.Policy;
