import { createProtectedTable, updateProtectedTable } from "@holdfast/data-model";
import * as v from "valibot";
import { isConditionFailure } from "./graphql.ts";
import { Time } from "./parse.ts";
import type { Services } from "./services.ts";

const Bytes = v.pipe(v.string(), v.toNumber());
/** AWS Backup's "Backup Job State Change": the recovery point is the first resource, sizes are text. */
export const RecordRecoveryPointEvent = v.object({
  resources: v.tupleWithRest([v.string()], v.string()),
  detail: v.object({
    state: v.string(),
    resourceArn: v.string(),
    backupVaultName: v.optional(v.string()),
    backupSizeInBytes: v.optional(Bytes),
    creationDate: Time,
  }),
});

export type Outcome = "recorded" | "older than the one known" | "not of a protected table";

/** Keeps a table's newest recovery point. Events come twice and out of order: an older one changes nothing. */
export const recordRecoveryPoint =
  ({ graphql, settings }: Pick<Services, "graphql" | "settings">) =>
  async ({ resources, detail }: v.InferOutput<typeof RecordRecoveryPointEvent>): Promise<Outcome> => {
    const known = settings.tables.find(({ table }) => detail.resourceArn.endsWith(`:table/${table}`));
    const isOurs = known && (detail.backupVaultName ?? settings.vaultName) === settings.vaultName;
    if (!isOurs || detail.state !== "COMPLETED") return "not of a protected table";
    const recoveryPointCreatedAt = detail.creationDate.toISOString();
    const input = {
      id: known.table,
      modelName: known.model,
      recoveryPointArn: resources[0],
      recoveryPointCreatedAt,
      recoveryPointBytes: detail.backupSizeInBytes,
    };
    // Nearly every point is a newer one of a table that is known.
    const condition = { recoveryPointCreatedAt: { lt: recoveryPointCreatedAt } };
    if (await holds(graphql(updateProtectedTable, { input, condition }))) return "recorded";
    if (await holds(graphql(createProtectedTable, { input }))) return "recorded";
    // Of two first ones at once, the other may be the older.
    return (await holds(graphql(updateProtectedTable, { input, condition })))
      ? "recorded"
      : "older than the one known";
  };

/** Whether a mutation's condition held. A create's is that the row is new. */
async function holds(mutation: Promise<unknown>): Promise<boolean> {
  try {
    await mutation;
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
