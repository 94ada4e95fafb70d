import { calculated } from "./lifecycle.ts";
import type { RecoveryPoint } from "./points.ts";
import { removePoint } from "./removal.ts";
import type { RestoreJobs } from "./restoreJobs.ts";
import type { Rooms } from "./rooms.ts";

export interface PointLife {
  /** From now on the clock moves points to cold storage and removes those whose lifecycle ends. */
  start(): void;
  /** Nothing falls due any more; waits for what did. */
  stop(): Promise<void>;
}

/** A point that expires while it is read is looked at again after so long. */
const readAgainMs = 1000;

/**
 * Does to recovery points what their lifecycles say. AWS Backup spreads its deletions over the 8 hours after a point
 * expires; here it goes at once. https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-backups.html
 */
export function createPointLife(rooms: Rooms, restores: Pick<RestoreJobs, "isReading">): PointLife {
  const { clock, events, log, points } = rooms;
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();
  let started = false;

  function doInTurn(task: () => Promise<void>): void {
    running = running.then(task).catch((error) => log?.(`A lifecycle's run failed: ${error.message}`));
    void clock.work(running);
  }

  function arm(): void {
    cancel();
    if (!started) return;
    const now = clock.now().getTime();
    const dates = points
      .list()
      .flatMap((point) => nextDate(point) ?? [])
      .map((date) => Math.max(date.getTime(), now));
    if (dates.length === 0) return;
    const at = Math.min(...dates);
    cancel = clock.at(new Date(at > now ? at : now + readAgainMs), () => doInTurn(pass));
  }

  async function pass(): Promise<void> {
    try {
      for (const point of points.list()) await live(point);
    } finally {
      arm();
    }
  }

  async function live(point: RecoveryPoint): Promise<void> {
    const { moveAt, deleteAt } = datesOf(point);
    const isPast = (date: Date | undefined) => date !== undefined && date <= clock.now();
    if (isPast(deleteAt)) {
      if (!restores.isReading(point.arn)) await removePoint(rooms, point);
    } else if (isPast(moveAt)) {
      const cold = { ...point, storageClass: "COLD" as const };
      points.save(cold);
      events.recoveryPoint(cold, cold.status);
    }
  }

  points.watch(arm);

  return {
    start() {
      started = true;
      doInTurn(pass);
    },
    async stop() {
      started = false;
      cancel();
      await running;
    },
  };
}

/** What of a point's lifecycle is still to come. One that couldn't be deleted waits for somebody to do it. */
function datesOf(point: RecoveryPoint): { moveAt?: Date; deleteAt?: Date } {
  if (point.status !== "COMPLETED") return {};
  const { moveAt, deleteAt } = calculated(point.lifecycle, new Date(point.creationDate));
  return { moveAt: point.storageClass === "COLD" ? undefined : moveAt, deleteAt };
}

function nextDate(point: RecoveryPoint): Date | undefined {
  const { moveAt, deleteAt } = datesOf(point);
  return moveAt && deleteAt && deleteAt < moveAt ? deleteAt : (moveAt ?? deleteAt);
}
