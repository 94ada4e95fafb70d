import * as v from "valibot";
import { notFound } from "./errors.ts";
import { text } from "./members.ts";
import type { Call } from "./operation.ts";
import type { RecoveryPoint } from "./points.ts";
import { vaultInput, vaultInputWithAccount, vaultOf } from "./vaultInput.ts";

/** Operations on one recovery point name its vault, too. */
export const pointInput = v.object({ ...vaultInput.entries, RecoveryPointArn: text });
export const pointInputWithAccount = v.object({ ...vaultInputWithAccount.entries, RecoveryPointArn: text });

/** Throws what AWS throws for a vault or a recovery point that doesn't exist. */
export function pointOf(input: v.InferInput<typeof pointInputWithAccount>, call: Call): RecoveryPoint {
  const vault = vaultOf(input, call);
  const point = call.points.find(input.RecoveryPointArn);
  if (point?.vaultName === vault.name) return point;
  throw notFound(`Recovery point ${input.RecoveryPointArn} does not exist in the backup vault ${vault.name}`);
}
