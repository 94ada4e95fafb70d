import { fitFindings } from "./fitFindings.ts";
import type { TableReport, TableResult } from "./run.ts";

/** AWS keeps this many characters of a failed execution's cause. https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
const LONGEST_CAUSE = 32_768;
const MOST_TABLES = 50;

export interface Tables {
  /** Leftovers of earlier runs that were deleted. */
  swept: string[];
  /** Restored tables that could not be deleted. The next run tries again. */
  kept: { table: string; reason: string }[];
}

export interface Summary {
  verdict: TableReport["verdict"];
  /** The execution's output, when it passed. */
  summary: {
    runId: string;
    verdict: TableReport["verdict"];
    results: TableResult[];
    swept: string[];
    kept: Tables["kept"];
  };
  /** The same as JSON text, in the space that a failed execution's cause has. */
  cause: string;
}

/** PASSED when there is a verdict and all of them are. */
export function summarize(runId: string, results: TableResult[], tables: Tables): Summary {
  const verdict = verdictOf(results);
  const lists = { swept: tables.swept.slice(0, MOST_TABLES), kept: tables.kept.slice(0, MOST_TABLES) };
  const summary = { runId, verdict, results, ...lists };
  return { verdict, summary, cause: cause(summary) };
}

function verdictOf(results: TableResult[]): Summary["verdict"] {
  if (results.some((result) => result.verdict === "FAILED")) return "FAILED";
  return results.length > 0 && results.every((result) => result.verdict === "PASSED")
    ? "PASSED"
    : "INCONCLUSIVE";
}

function cause(summary: Summary["summary"]): string {
  for (const bytes of [16_384, 4096, 1024, 0]) {
    const results = summary.results.map((result) => ({
      ...result,
      findings: fitFindings(result.findings, bytes),
    }));
    const text = JSON.stringify({ ...summary, results });
    if (text.length <= LONGEST_CAUSE) return text;
  }
  const { runId, verdict } = summary;
  return JSON.stringify({ runId, verdict, results: [], swept: [], kept: [] });
}
