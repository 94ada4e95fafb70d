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

/** Deletes the restored tables that earlier runs left behind. A table of a run that is still under way is not touched. */
export const sweep =
  (services: Pick<Services, "dynamodb" | "stepFunctions" | "settings">) =>
  async ({ runId, executionArn }: v.InferOutput<typeof SweepEvent>): Promise<Sweep> => {
    const result: Sweep = { deleted: [], kept: [] };
    for (const [owner, tables] of await leftovers(services)) {
      if (owner === runId || (await isRunning(services, executionArn, owner))) continue;
      for (const table of tables) {
        const deletion = await deleteRestored(services)(table);
        if (deletion === "deleted") result.deleted.push(table);
        else if (deletion !== "absent") result.kept.push({ table, reason: deletion.kept });
      }
    }
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
