import * as v from "valibot";
import { parseVaultArn } from "../arns.ts";
import { requireCopyable } from "../copyable.ts";
import { invalidParameter } from "../errors.ts";
import { earlierJob, idempotencyOf } from "../idempotency.ts";
import { requireValid } from "../lifecycle.ts";
import { lifecycle, seconds, text, vaultName } from "../members.ts";
import { type Call, operation } from "../operation.ts";
import { pointOf } from "../pointInput.ts";
import { passRole } from "../role.ts";

const input = v.object({
  RecoveryPointArn: text,
  SourceBackupVaultName: vaultName,
  DestinationBackupVaultArn: text,
  IamRoleArn: text,
  IdempotencyToken: v.optional(v.string()),
  Lifecycle: v.optional(lifecycle),
});

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartCopyJob.html */
export const startCopyJob = operation({
  method: "PUT",
  path: "/copy-jobs",
  input,
  resource: sourceOf,
  run(given, call) {
    const { DestinationBackupVaultArn: destinationVaultArn, IamRoleArn: iamRoleArn, Lifecycle } = given;
    const point = sourceOf(given, call);
    passRole(call, iamRoleArn);
    requireValid(Lifecycle);
    requireCopyable(point.arn);
    if (!parseVaultArn(destinationVaultArn))
      throw invalidParameter(`${destinationVaultArn} isn't the ARN of a backup vault.`);
    const idempotency = idempotencyOf(given);
    const job =
      earlierJob(call.jobs.copies.list(), idempotency) ??
      call.copyJobs.start({ point, destinationVaultArn, iamRoleArn, lifecycle: Lifecycle, idempotency });
    return { CopyJobId: job.id, CreationDate: seconds(job.creationDate), IsParent: false };
  },
});

function sourceOf({ SourceBackupVaultName, RecoveryPointArn }: v.InferOutput<typeof input>, call: Call) {
  return pointOf({ BackupVaultName: SourceBackupVaultName, RecoveryPointArn }, call);
}
