import { DescribeKeyCommand, type KeyMetadata } from "@aws-sdk/client-kms";
import type { Cloud } from "../cloud.ts";
import { whereThere } from "../whereThere.ts";
import type { Finding } from "./check.ts";

export const keyOf = async ({ kms }: Pick<Cloud, "kms">, KeyId: string): Promise<KeyMetadata | undefined> =>
  (await whereThere(kms.send(new DescribeKeyCommand({ KeyId })), "NotFoundException"))?.KeyMetadata;

/**
 * Whether a vault's key can be used: what keeps it from it, and the commands that mend it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 */
export function usable(
  keyArn: string,
  key: KeyMetadata | undefined,
  { vault, region }: { vault: string; region: string },
): Omit<Finding, "assumption"> {
  const of = `The key of the vault ${vault} in ${region}, ${keyArn},`;
  const enable = `aws kms enable-key --region ${region} --key-id ${keyArn}`;
  const broken = (what: string, next: string, commands: string[] = []): Omit<Finding, "assumption"> => ({
    outcome: "broken",
    found: `${of} ${what}: every backup, copy and restore would fail.`,
    next,
    ...(commands.length > 0 && { commands }),
  });
  switch (key?.KeyState) {
    case undefined:
      return broken("is gone", "What it encrypted is lost. Give the policy's vault another name.");
    case "Enabled":
      return { outcome: "holds", found: `${of} is enabled.` };
    case "Disabled":
      return broken("is disabled", "Enable it, as BackupAdmin or an administrator of the key.", [enable]);
    case "PendingDeletion":
    case "PendingReplicaDeletion":
      return broken(
        `is to be deleted${key?.DeletionDate ? ` on ${key.DeletionDate.toISOString().slice(0, 10)}` : ""}`,
        "Cancel that before it is too late, as BackupAdmin or an administrator of the key.",
        [`aws kms cancel-key-deletion --region ${region} --key-id ${keyArn}`, enable],
      );
    default:
      return broken(`is ${key?.KeyState}`, "Wait until it is Enabled, or look at it in KMS.");
  }
}
