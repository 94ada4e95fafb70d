import * as v from "valibot";
import { tableNameOf } from "../arns.ts";
import { invalidParameter, notFound } from "../errors.ts";
import { requireValid } from "../lifecycle.ts";
import { lifecycle, seconds, tags, text, vaultName } from "../members.ts";
import { type Call, operation } from "../operation.ts";
import { passRole } from "../role.ts";

export const startBackupJob = operation({
  method: "PUT",
  path: "/backup-jobs",
  input: v.object({
    BackupVaultName: vaultName,
    ResourceArn: text,
    IamRoleArn: text,
    IdempotencyToken: v.optional(v.string()),
    StartWindowMinutes: v.optional(v.pipe(v.number(), v.minValue(60, "it has to be at least 60"))),
    CompleteWindowMinutes: v.optional(v.number()),
    Lifecycle: v.optional(lifecycle),
    RecoveryPointTags: v.optional(tags),
  }),
  resource: ({ BackupVaultName }, { vaults }) => vaults.get(BackupVaultName),
  async run(input, call) {
    passRole(call, input.IamRoleArn);
    requireValid(input.Lifecycle);
    const tableName = await existingTable(input.ResourceArn, call);
    const earlier = call.jobs.backups
      .list()
      .find(
        ({ idempotencyToken }) =>
          idempotencyToken !== undefined && idempotencyToken === input.IdempotencyToken,
      );
    const job =
      earlier ??
      call.backupJobs.start({
        vaultName: input.BackupVaultName,
        tableName,
        iamRoleArn: input.IamRoleArn,
        startWindowMinutes: input.StartWindowMinutes,
        lifecycle: input.Lifecycle,
        recoveryPointTags: input.RecoveryPointTags,
        idempotencyToken: input.IdempotencyToken,
      });
    return {
      BackupJobId: job.id,
      RecoveryPointArn: job.recoveryPointArn,
      CreationDate: seconds(job.creationDate),
      IsParent: false,
    };
  },
});

async function existingTable(arn: string, { place, tables }: Call): Promise<string> {
  const name = tableNameOf(place, arn);
  if (name === undefined) throw invalidParameter(`Unsupported resource type: ${arn}`);
  if (!(await tables.describe(name))) throw notFound(`Resource ${arn} does not exist`);
  return name;
}
