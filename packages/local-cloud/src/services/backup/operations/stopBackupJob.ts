import * as v from "valibot";
import { invalidRequest, notFound } from "../errors.ts";
import { text } from "../members.ts";
import { operation } from "../operation.ts";

export const stopBackupJob = operation({
  method: "POST",
  path: "/backup-jobs/{BackupJobId}",
  input: v.object({ BackupJobId: text }),
  run({ BackupJobId }, { backupJobs, jobs }) {
    const job = jobs.backups.get(BackupJobId);
    if (!job) throw notFound(`Could not find backup job ${BackupJobId}`);
    if (!backupJobs.abort(BackupJobId)) {
      throw invalidRequest(
        `Backup job ${BackupJobId} is ${job.state}: only one that isn't over can be stopped.`,
      );
    }
  },
});
