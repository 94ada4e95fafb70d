import { GetBackupVaultAccessPolicyCommand } from "@aws-sdk/client-backup";
import type { Cloud } from "../cloud.ts";
import { whereThere } from "./whereThere.ts";

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
