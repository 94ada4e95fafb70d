import * as v from "valibot";
import { completedPoints } from "./completedPoints.ts";
import { BUSY_RETRIES, InvalidRequest, isBusy, problemOf } from "./errors.ts";
import { ofOneRun } from "./ofOneRun.ts";
import { restoreTestOf } from "./restoreTests.ts";
import type { TableRun } from "./run.ts";
import { selectRule, selectTables, starterOf } from "./selectTables.ts";
import type { Services } from "./services.ts";
import type { PolicyRule, ProtectedTable } from "./settings.ts";

export const PickEvent = v.object({
  runId: v.string(),
  request: v.unknown(),
  executionArn: v.optional(v.string()),
  /** How often this step was tried before. */
  retries: v.optional(v.number(), 0),
});

/** Step Functions carries 256 KiB from state to state: what findings may take of it, all tables together. */
const FINDINGS_BYTES = 160 * 1024;

/**
 * The tables to verify, each with its newest recovery point: of any rule, or of the one that the run is about. A table
 * without one stays in, to be judged.
 */
export const pick =
  (services: Pick<Services, "backup" | "settings" | "clock">) =>
  async ({
    runId,
    request,
    executionArn,
    retries,
  }: v.InferOutput<typeof PickEvent>): Promise<{ tables: TableRun[] }> => {
    if (!/^[\w.-]+$/.test(runId)) {
      throw new InvalidRequest(
        `The execution's name "${runId}" becomes part of table names: use letters, digits, "-", "_" and "." only.`,
      );
    }
    const restoreTest = restoreTestOf(request);
    if (restoreTest && !services.settings.restoreTesting)
      throw new InvalidRequest("The policy doesn't verify by AWS restore testing: leave out restoreTest.");
    const tables = selectTables(services.settings.tables, request);
    const rule = selectRule(services.settings, request);
    // AWS chose the points: of whatever rule, and as old as they are.
    if (restoreTest && rule)
      throw new InvalidRequest("A restore test's points aren't a rule's: leave out restoreTest or rule.");
    const startedAt = services.clock.now().toISOString();
    const startedBy = starterOf(request) ?? restoreTest?.planArn;
    const findingsBytes = Math.floor(FINDINGS_BYTES / tables.length);
    const planned: string[] = [];
    const pickOne = async (one: ProtectedTable): Promise<TableRun> => {
      return {
        runId,
        ...one,
        startedAt,
        executionArn,
        startedBy,
        findingsBytes,
        rule: rule?.name,
        ...(restoreTest
          ? { restoreTest }
          : await pointOf(services, one.table, { rule, planned, mayTryAgain: retries < BUSY_RETRIES })),
      };
    };
    const picked = await Promise.all(tables.map(pickOne));
    if (!rule) return { tables: picked };
    return {
      tables: ofOneRun(picked, rule, { now: services.clock.now(), planSince: planned.sort()[0] }),
    };
  };

/** One table that can't be looked up must not keep the others from being verified. Throws what may pass, at first. */
async function pointOf(
  services: Pick<Services, "backup" | "settings">,
  table: string,
  {
    rule,
    planned,
    mayTryAgain,
  }: {
    rule: PolicyRule | undefined;
    /** Takes when the points were made that any of the plan's rules made. */
    planned: string[];
    mayTryAgain: boolean;
  },
): Promise<Pick<TableRun, "recoveryPoint" | "problem">> {
  try {
    const points = await completedPoints(services)(table);
    planned.push(...points.filter((point) => point.rule).map(({ createdAt }) => createdAt));
    return { recoveryPoint: rule ? points.find((point) => point.rule === rule.name) : points[0] };
  } catch (error) {
    if (mayTryAgain && isBusy(error)) throw error;
    return { problem: problemOf(error) };
  }
}
