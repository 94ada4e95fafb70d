import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import * as v from "valibot";
import { deleteRestored } from "./deleteRestored.ts";
import { nameOf } from "./errors.ts";
import { runOf } from "./names.ts";
import { paginate } from "./paginate.ts";
import type { Services } from "./services.ts";

export const SweepEvent = v.object({ runId: v.string(), executionArn: v.string() });

export interface Sweep {
  deleted: string[];
  kept: { table: string; reason: string }[];
}

/** What the run's state carries of a sweep is bounded: the next run deletes the rest. */
const MOST_DELETED = 200;
const MOST_KEPT_NAMED = 30;
const MOST_REASON_LENGTH = 500;

/** Deletes the restored tables that earlier runs left behind. A table of a run that is still under way is not touched. */
export const sweep =
  (services: Pick<Services, "dynamodb" | "stepFunctions" | "settings">) =>
  async ({ runId, executionArn }: v.InferOutput<typeof SweepEvent>): Promise<Sweep> => {
    const result: Sweep = { deleted: [], kept: [] };
    let keptUnnamed = 0;
    for (const [owner, tables] of await leftovers(services)) {
      if (owner === runId || (await isRunning(services, executionArn, owner))) continue;
      for (const table of tables) {
        if (result.deleted.length === MOST_DELETED) break;
        const deletion = await deleteRestored(services)(table);
        if (deletion === "deleted") result.deleted.push(table);
        else if (deletion === "absent") continue;
        else if (result.kept.length === MOST_KEPT_NAMED) keptUnnamed++;
        else result.kept.push({ table, reason: deletion.kept.slice(0, MOST_REASON_LENGTH) });
      }
    }
    if (keptUnnamed > 0)
      result.kept.push({ table: `${keptUnnamed} more`, reason: "They could not be deleted either." });
    return result;
  };

async function leftovers({ dynamodb, settings }: Pick<Services, "dynamodb" | "settings">) {
  const byRun = new Map<string, string[]>();
  const list = (start: string | undefined) =>
    dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName: start }));
  for await (const { TableNames = [] } of paginate(list, "LastEvaluatedTableName")) {
    for (const table of TableNames) {
      const owner = runOf(settings.restorePrefix, table);
      if (owner !== undefined) byRun.set(owner, [...(byRun.get(owner) ?? []), table]);
    }
  }
  return byRun;
}

async function isRunning(
  { stepFunctions }: Pick<Services, "stepFunctions">,
  executionArn: string,
  name: string,
) {
  const command = new DescribeExecutionCommand({ executionArn: executionArn.replace(/[^:]+$/, name) });
  try {
    return (await stepFunctions.send(command)).status === "RUNNING";
  } catch (error) {
    if (nameOf(error) === "ExecutionDoesNotExist") return false;
    throw error;
  }
}
