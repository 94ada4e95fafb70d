import type { Problem, TableReport, TableRun } from "./run.ts";

type Judgement = Omit<TableReport, "checkSeconds"> & { checkSeconds?: number };

const LONGEST_REASON = 1000;

/** What a table's way through the run amounts to. Where it ended without a report, nothing was proven. */
export function judge(run: TableRun): Judgement {
  if (run.report) return run.report;
  if (!run.recoveryPoint && !run.problem) {
    if (run.pending) return inconclusive("recoveryPoint", run.pending);
    return failed(
      "recoveryPoint",
      run.absence ??
        `${run.table} has no COMPLETED recovery point in the vault: start a backup, and see why none completed.`,
    );
  }
  if (run.problem) return inconclusive(stepOf(run), `${doing(run)}: ${reasonOf(run.problem)}`);
  const { jobId, status, statusMessage } = run.restore ?? {};
  const ending = jobId ? `Restore job ${jobId} ended as ${status}` : "The run ended before the restore";
  const sentence = `${ending}: ${statusMessage ?? "no reason was given."}`;
  // Nothing of ours has a part in a restore test: AWS could not restore.
  const isFailed = run.restoreTest && (status === "FAILED" || status === "ABORTED");
  return isFailed ? failed("restore", sentence) : inconclusive("restore", sentence);
}

function doing({ recoveryPoint, restore }: TableRun): string {
  if (!recoveryPoint) return "The table's recovery points could not be read";
  if (!restore) return "The restore could not be started";
  if (restore.status !== "COMPLETED") return "How the restore stands could not be read";
  return "The tables could not be compared";
}

function stepOf({ recoveryPoint, restore }: TableRun): string {
  if (!recoveryPoint) return "recoveryPoint";
  return restore?.status === "COMPLETED" ? "contents" : "restore";
}

function failed(check: string, sentence: string): Judgement {
  return { verdict: "FAILED", findings: [{ check, severity: "ERROR", sentence }] };
}

export function inconclusive(check: string, sentence: string): Judgement {
  return { verdict: "INCONCLUSIVE", findings: [{ check, severity: "ERROR", sentence }] };
}

/** Step Functions has a failed Lambda's error as JSON text in the cause. */
export function reasonOf({ Error: name, Cause: cause }: Problem): string {
  return `${name}: ${messageIn(cause)}`.slice(0, LONGEST_REASON);
}

function messageIn(cause: string): string {
  try {
    return String(JSON.parse(cause).errorMessage ?? cause);
  } catch {
    return cause;
  }
}
