import { invalidParameter } from "./errors.ts";
import type { Rooms } from "./rooms.ts";
import type { Vault } from "./vaults.ts";

type VaultKey = Pick<Vault, "encryptionKeyArn" | "encryptionKeyType">;

const managed = "alias/aws/backup";

/** The key of a vault that is made with this key, or with none. Throws InvalidParameterValueException. */
export function customerKey(keyArn: string | undefined, { kms }: Pick<Rooms, "kms">): VaultKey {
  const own = kms.keyArn(managed);
  if (keyArn === undefined) return { encryptionKeyArn: own };
  const encryptionKeyArn = existingKey(keyArn, kms);
  return encryptionKeyArn === own
    ? { encryptionKeyArn }
    : { encryptionKeyArn, encryptionKeyType: "CUSTOMER_MANAGED_KMS_KEY" };
}

/** The key of a logically air-gapped vault: https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html */
export function airGappedKey(keyArn: string | undefined, { kms }: Pick<Rooms, "kms">): VaultKey {
  // A key that AWS owns is in nobody's account; AWS Backup's own key stands for it.
  if (keyArn === undefined)
    return { encryptionKeyArn: kms.keyArn(managed), encryptionKeyType: "AWS_OWNED_KMS_KEY" };
  return { encryptionKeyArn: existingKey(keyArn, kms), encryptionKeyType: "CUSTOMER_MANAGED_KMS_KEY" };
}

function existingKey(keyArn: string, kms: Rooms["kms"]): string {
  try {
    return kms.keyArn(keyArn);
  } catch (cause) {
    throw invalidParameter(`EncryptionKeyArn can't be used: ${(cause as Error).message}`);
  }
}
