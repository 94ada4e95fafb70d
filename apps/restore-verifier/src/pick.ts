import * as v from "valibot";
import { InvalidRequest, nameOf } from "./errors.ts";
import { newestPoint } from "./newestPoint.ts";
import type { TableRun } from "./run.ts";
import { selectTables, starterOf } from "./selectTables.ts";
import type { Services } from "./services.ts";
import type { ProtectedTable } from "./settings.ts";

export const PickEvent = v.object({
  runId: v.string(),
  request: v.unknown(),
  executionArn: v.optional(v.string()),
});

/** Step Functions carries 256 KiB from state to state: what findings may take of it, all tables together. */
const FINDINGS_BYTES = 160 * 1024;

/** The tables to verify, each with its newest recovery point; a table without one stays in, to be judged. */
export const pick =
  (services: Pick<Services, "backup" | "settings" | "clock">) =>
  async ({
    runId,
    request,
    executionArn,
  }: v.InferOutput<typeof PickEvent>): Promise<{ tables: TableRun[] }> => {
    if (!/^[\w.-]+$/.test(runId)) {
      throw new InvalidRequest(
        `The execution's name "${runId}" becomes part of table names: use letters, digits, "-", "_" and "." only.`,
      );
    }
    const tables = selectTables(services.settings.tables, request);
    const startedAt = services.clock.now().toISOString();
    const startedBy = starterOf(request);
    const findingsBytes = Math.floor(FINDINGS_BYTES / tables.length);
    const pickOne = async (one: ProtectedTable): Promise<TableRun> => {
      return {
        runId,
        ...one,
        startedAt,
        executionArn,
        startedBy,
        findingsBytes,
        ...(await pointOf(services, one.table)),
      };
    };
    return { tables: await Promise.all(tables.map(pickOne)) };
  };

/** One table that can't be looked up must not keep the others from being verified. */
async function pointOf(
  services: Pick<Services, "backup" | "settings">,
  table: string,
): Promise<Pick<TableRun, "recoveryPoint" | "problem">> {
  try {
    return { recoveryPoint: await newestPoint(services)(table) };
  } catch (error) {
    return {
      problem: { Error: nameOf(error), Cause: error instanceof Error ? error.message : String(error) },
    };
  }
}
