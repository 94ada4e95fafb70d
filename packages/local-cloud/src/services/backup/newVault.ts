import { alreadyExists, limitExceeded } from "./errors.ts";
import type { Call } from "./operation.ts";
import { requireTags } from "./tags.ts";
import type { Vault } from "./vaults.ts";

interface NewVault {
  BackupVaultName: string;
  BackupVaultTags?: Record<string, string>;
  CreatorRequestId?: string;
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/aws-backup-limits.html */
const mostVaults = 300;

/** The vault that an earlier, equal request made. Throws AlreadyExistsException for one of another request. */
export function existingVault(input: NewVault, { vaults }: Pick<Call, "vaults">): Vault | undefined {
  requireTags(input.BackupVaultTags);
  const existing = vaults.find(input.BackupVaultName);
  if (!existing) return undefined;
  const { arn: Arn, creatorRequestId: CreatorRequestId } = existing;
  if (CreatorRequestId !== undefined && CreatorRequestId === input.CreatorRequestId) return existing;
  throw alreadyExists("Backup vault with the same name already exists", { Arn, CreatorRequestId });
}

export function requireRoomForVault({ vaults }: Pick<Call, "vaults">): void {
  if (vaults.list().length < mostVaults) return;
  throw limitExceeded(`The account has ${mostVaults} backup vaults: AWS Backup allows no more in a Region.`);
}
