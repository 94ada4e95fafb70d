import * as v from "valibot";
import { notFound } from "../errors.ts";
import { text } from "../members.ts";
import { operation } from "../operation.ts";
import { backupJobView } from "../views.ts";

export const describeBackupJob = operation({
  method: "GET",
  path: "/backup-jobs/{BackupJobId}",
  input: v.object({ BackupJobId: text }),
  run({ BackupJobId }, call) {
    const job = call.jobs.backups.get(BackupJobId);
    if (!job) throw notFound(`Could not find backup job ${BackupJobId}`);
    return backupJobView(job, call);
  },
});
