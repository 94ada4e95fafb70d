import { removeTable } from "../../dynamodb/moving/fill.ts";
import { isOver, type RestoreJob } from "../jobs.ts";
import type { Rooms } from "../rooms.ts";
import { restoreTestPrefix } from "./inferred.ts";

export interface CleanUp {
  /** From now on the clock removes what was tested. */
  start(): void;
  /** A test's restore ended, or its validation was told. */
  changed(job: RestoreJob): void;
  /** Nothing falls due any more; waits for what is being removed. */
  stop(): Promise<void>;
}

const hour = 3_600_000;

/**
 * Deletes what restore tests restored: when their validation is done, or its window closes.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html
 */
export function createCleanUp(rooms: Rooms, isBackingUp: (tableName: string) => boolean): CleanUp {
  const { clock, dynamodb, jobs, log, tables } = rooms;
  const timers = new Map<string, () => void>();
  const removals = new Map<string, Promise<void>>();
  let started = false;

  function arm(job: RestoreJob): void {
    timers.get(job.id)?.();
    timers.delete(job.id);
    if (!started || !isToRemove(job) || removals.has(job.id)) return;
    const due = deleteBy(job);
    if (isValidated(job) || due <= clock.now()) {
      remove(job);
      return;
    }
    const what = `table ${job.targetTableName} of a restore test is deleted`;
    timers.set(
      job.id,
      clock.at(due, () => arm(job), what),
    );
  }

  function remove(job: RestoreJob): void {
    save(job, { deletionStatus: "DELETING" });
    const removal = removed(job)
      .catch((error: Error) => save(job, { deletionStatus: "FAILED", deletionStatusMessage: error.message }))
      .catch((error: Error) => log?.(`A restore test's end couldn't be noted: ${error.message}`))
      .finally(() => removals.delete(job.id));
    removals.set(job.id, removal);
    void clock.work(removal);
  }

  async function removed(job: RestoreJob): Promise<void> {
    const name = job.targetTableName;
    requireRemovable(name);
    await removeTable(dynamodb, name);
    tables.forget(name);
    save(job, { deletionStatus: "SUCCESSFUL" });
  }

  function requireRemovable(name: string): void {
    // AWS Backup's role for restore tests may delete no other:
    // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSServiceRolePolicyForBackupRestoreTesting.html
    if (!name.startsWith(restoreTestPrefix))
      throw new Error(`Table ${name} isn't deleted: its name doesn't begin with ${restoreTestPrefix}.`);
    if (tables.settings(name).deletionProtection)
      throw new Error(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
      );
    if (isBackingUp(name)) throw new Error(`Table is in use by AWS Backup: ${name}.`);
  }

  function save(job: RestoreJob, change: Partial<RestoreJob>): void {
    jobs.restores.save(Object.assign(job, change));
  }

  return {
    start() {
      started = true;
      for (const job of jobs.restores.list()) arm(job);
    },
    changed: arm,
    async stop() {
      started = false;
      for (const cancel of timers.values()) cancel();
      timers.clear();
      await Promise.all(removals.values());
    },
  };
}

/** A table whose deletion was under way when the local cloud ended is deleted again. */
function isToRemove(job: RestoreJob): boolean {
  const { restoreTest, status, deletionStatus } = job;
  return (
    restoreTest !== undefined &&
    isOver(job) &&
    status === "COMPLETED" &&
    (deletionStatus ?? "DELETING") === "DELETING"
  );
}

const isValidated = ({ validationStatus }: RestoreJob): boolean =>
  validationStatus !== undefined && validationStatus !== "VALIDATING";

const deleteBy = ({ completionDate, restoreTest }: RestoreJob): Date =>
  new Date(new Date(completionDate!).getTime() + (restoreTest?.validationHours ?? 0) * hour);
