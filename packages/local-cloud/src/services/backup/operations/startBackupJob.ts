import * as v from "valibot";
import { isManaged, tableNameOf } from "../arns.ts";
import { invalidParameter, notFound } from "../errors.ts";
import { earlierJob, idempotencyOf } from "../idempotency.ts";
import type { BackupJob } from "../jobs.ts";
import { requireValid } from "../lifecycle.ts";
import { lifecycle, long, seconds, tags, text, vaultName } from "../members.ts";
import { type Call, operation } from "../operation.ts";
import { passRole } from "../role.ts";
import { requireTargets, targetVault } from "../targetVault.ts";

/** "a maximum value of 100 years" */
const mostMinutes = 52_560_000;
const windowMinutes = (least: number) =>
  v.pipe(
    long,
    v.minValue(least, `it has to be at least ${least}`),
    v.maxValue(mostMinutes, `it has to be at most ${mostMinutes}`),
  );

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html */
export const startBackupJob = operation({
  method: "PUT",
  path: "/backup-jobs",
  input: v.object({
    BackupVaultName: vaultName,
    LogicallyAirGappedBackupVaultArn: v.optional(text),
    ResourceArn: text,
    IamRoleArn: text,
    IdempotencyToken: v.optional(v.string()),
    StartWindowMinutes: v.optional(windowMinutes(60)),
    CompleteWindowMinutes: v.optional(windowMinutes(1)),
    Lifecycle: v.optional(lifecycle),
    RecoveryPointTags: v.optional(tags),
  }),
  resource: ({ BackupVaultName }, { vaults }) => vaults.get(BackupVaultName),
  async run(input, call) {
    passRole(call, input.IamRoleArn);
    requireValid(input.Lifecycle);
    const targets = { name: input.BackupVaultName, airGappedArn: input.LogicallyAirGappedBackupVaultArn };
    requireTargets(targets, call, { member: "LogicallyAirGappedBackupVaultArn" });
    const idempotency = idempotencyOf(input);
    const earlier = () => earlierJob(call.jobs.backups.list(), idempotency);
    const job = earlier() ?? (await begin());
    return {
      BackupJobId: job.id,
      // "only returned for Amazon EFS and Advanced DynamoDB resources"
      RecoveryPointArn: isManaged(job.recoveryPointArn) ? job.recoveryPointArn : undefined,
      CreationDate: seconds(job.creationDate),
      IsParent: false,
    };

    async function begin(): Promise<BackupJob> {
      const tableName = await existingTable(input.ResourceArn, call);
      // The same request may have come again meanwhile.
      return (
        earlier() ??
        call.backupJobs.start({
          vaultName: targetVault(targets, call),
          tableName,
          iamRoleArn: input.IamRoleArn,
          startWindowMinutes: input.StartWindowMinutes,
          completeWindowMinutes: input.CompleteWindowMinutes,
          lifecycle: input.Lifecycle,
          recoveryPointTags: input.RecoveryPointTags,
          idempotency,
        })
      );
    }
  },
});

async function existingTable(arn: string, { place, tables }: Call): Promise<string> {
  const name = tableNameOf(place, arn);
  if (name === undefined) throw invalidParameter(`Unsupported resource type: ${arn}`);
  if (!(await tables.describe(name))) throw notFound(`Resource ${arn} does not exist`);
  return name;
}
