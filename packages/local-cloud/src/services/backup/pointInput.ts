import * as v from "valibot";
import { notFound } from "./errors.ts";
import { text, vaultName } from "./members.ts";
import type { Call } from "./operation.ts";
import type { RecoveryPoint } from "./points.ts";

/** Operations on one recovery point name its vault, too. */
export const pointInput = v.object({ BackupVaultName: vaultName, RecoveryPointArn: text });

/** Throws what AWS throws for a vault or a recovery point that doesn't exist. */
export function pointOf(
  { BackupVaultName, RecoveryPointArn }: v.InferOutput<typeof pointInput>,
  { points, vaults }: Call,
): RecoveryPoint {
  const vault = vaults.get(BackupVaultName);
  const point = points.find(RecoveryPointArn);
  if (point?.vaultName === vault.name) return point;
  throw notFound(`Recovery point ${RecoveryPointArn} does not exist in the backup vault ${vault.name}`);
}
