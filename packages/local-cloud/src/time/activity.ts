import type { CloudEvent, Emit } from "../service.ts";

/** What the cloud has done since the tally was begun. */
export interface Done {
  backups: number;
  backupsNotCompleted: number;
  restores: number;
  restoresNotCompleted: number;
  /** Recovery points deleted. */
  expired: number;
  movedToCold: number;
  /** Ended executions by the ARN of their state machine. */
  executions: Record<string, { succeeded: number; notSucceeded: number }>;
}

export interface Activity {
  /** Passes events on, and counts what they tell of. */
  watched(emit: Emit): Emit;
  executionEnded(machineArn: string, status: string): void;
  /** Counts from now on; gives what reads the count so far. */
  tally(): { read(): Done; end(): void };
}

/** @param cold the ARNs of the recovery points in cold storage: no event tells of their move */
export function createActivity(cold: () => string[]): Activity {
  const tallies = new Set<Done>();
  const count = (change: (done: Done) => void) => {
    for (const done of tallies) change(done);
  };

  return {
    watched: (emit) => (event) => {
      count((done) => note(done, event));
      emit(event);
    },
    executionEnded(machineArn, status) {
      count(({ executions }) => {
        executions[machineArn] ??= { succeeded: 0, notSucceeded: 0 };
        executions[machineArn][status === "SUCCEEDED" ? "succeeded" : "notSucceeded"]++;
      });
    },
    tally() {
      const done: Done = {
        backups: 0,
        backupsNotCompleted: 0,
        restores: 0,
        restoresNotCompleted: 0,
        expired: 0,
        movedToCold: 0,
        executions: {},
      };
      tallies.add(done);
      const seen = new Set(cold());
      return {
        read() {
          for (const arn of cold()) {
            if (!seen.has(arn)) done.movedToCold++;
            seen.add(arn);
          }
          return structuredClone(done);
        },
        end: () => void tallies.delete(done),
      };
    },
  };
}

const notCompleted = new Set(["FAILED", "ABORTED", "EXPIRED"]);

function note(done: Done, { "detail-type": type, detail }: CloudEvent): void {
  const outcome = String(detail.state ?? detail.status);
  if (type === "Backup Job State Change") {
    if (outcome === "COMPLETED") done.backups++;
    else if (notCompleted.has(outcome)) done.backupsNotCompleted++;
  }
  if (type === "Restore Job State Change") {
    if (outcome === "COMPLETED") done.restores++;
    else if (notCompleted.has(outcome)) done.restoresNotCompleted++;
  }
  // AWS calls a point EXPIRED that it could not delete.
  if (type === "Recovery Point State Change" && outcome === "DELETING") done.expired++;
}
