import { createHash } from "node:crypto";
import { StartRestoreJobCommand } from "@aws-sdk/client-backup";
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { DescribeKeyCommand } from "@aws-sdk/client-kms";
import type { Encryption } from "@holdfast/restore-check";
import * as v from "valibot";
import { restoredTableName } from "./names.ts";
import { type Restore, Restoring } from "./run.ts";
import type { Services } from "./services.ts";

export const StartRestoreEvent = v.omit(Restoring, ["restore"]);

/** Starts restoring a table's recovery point into a new table. Doing it twice in a run starts one restore. */
export const startRestore =
  ({
    backup,
    dynamodb,
    kms,
    settings,
    clock,
  }: Pick<Services, "backup" | "dynamodb" | "kms" | "settings" | "clock">) =>
  async ({
    runId,
    model,
    table,
    recoveryPoint,
  }: v.InferOutput<typeof StartRestoreEvent>): Promise<Restore> => {
    const tableName = restoredTableName(settings.restorePrefix, runId, model);
    const encryption = await encryptionOf(table, { dynamodb, kms });
    const command = new StartRestoreJobCommand({
      RecoveryPointArn: recoveryPoint.arn,
      ResourceType: "DynamoDB",
      IamRoleArn: settings.restoreRoleArn,
      IdempotencyToken: createHash("sha256").update(`${runId}\n${recoveryPoint.arn}`).digest("hex"),
      // The source's tags would put the copy under the backup policy.
      CopySourceTagsToRestoredResource: false,
      Metadata: {
        targetTableName: tableName,
        encryptionType: encryption.type,
        ...(encryption.keyArn && { kmsMasterKeyArn: encryption.keyArn }),
      },
    });
    const { RestoreJobId } = await backup.send(command);
    const startedAt = clock.now().toISOString();
    return {
      jobId: RestoreJobId!,
      tableName,
      encryption,
      startedAt,
      status: "PENDING",
    };
  };

/** The copy is kept as safe as its source. AWS's documents disagree on the default, so it is always said. */
async function encryptionOf(
  table: string,
  { dynamodb, kms }: Pick<Services, "dynamodb" | "kms">,
): Promise<Encryption> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));
  const keyArn = Table?.SSEDescription?.KMSMasterKeyArn;
  if (Table?.SSEDescription?.SSEType !== "KMS" || !keyArn) return { type: "Default" };
  return (await isManaged(kms, keyArn)) ? { type: "KMS" } : { type: "KMS", keyArn };
}

const managed = new WeakMap<Services["kms"], Map<string, boolean>>();

/** Whether AWS manages a key. That never changes: a Lambda asks once. */
async function isManaged(kms: Services["kms"], keyArn: string): Promise<boolean> {
  const known = managed.get(kms) ?? new Map<string, boolean>();
  managed.set(kms, known);
  const there = known.get(keyArn);
  if (there !== undefined) return there;
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyArn }));
  const is = KeyMetadata?.KeyManager === "AWS";
  known.set(keyArn, is);
  return is;
}
