import { type CreateVerificationInput, createVerification, getVerification } from "@holdfast/data-model";
import * as v from "valibot";
import { isConditionFailure } from "./graphql.ts";
import { inconclusive, judge, reasonOf } from "./judge.ts";
import { Problem, type TableResult, TableRun } from "./run.ts";
import { selectTables } from "./selectTables.ts";
import type { Services } from "./services.ts";
import { tableResult } from "./tableResult.ts";

/** A run that broke before or between its tables: what it was asked for, and what broke. */
const BrokenRun = v.object({ runId: v.string(), request: v.unknown(), problem: Problem });

export const RecordEvent = v.union([TableRun, BrokenRun]);

type Record = Pick<Services, "graphql" | "settings" | "clock" | "log">;

/** Records the verdict on a table; of a broken run, on each of its tables that has none yet. */
export const record =
  (services: Record) =>
  async (event: v.InferOutput<typeof RecordEvent>): Promise<TableResult | TableResult[]> => {
    if ("table" in event) return recordOne(services, rowOf(event, services), event.findingsBytes);
    const tables = selectTables(services.settings.tables, event.request);
    const now = services.clock.now().toISOString();
    const judgement = inconclusive("run", `The run broke: ${reasonOf(event.problem)}`);
    return Promise.all(
      tables.map(({ model, table }) => {
        const row = { id: idOf(event.runId, model), runId: event.runId, tableName: table, modelName: model };
        return recordOne(services, { ...row, startedAt: now, finishedAt: now, ...judgement });
      }),
    );
  };

async function recordOne(services: Record, input: CreateVerificationInput, findingsBytes?: number) {
  const written = await writeOnce(services, input);
  const { verdict, tableName: table, modelName: model, runId } = written;
  // Also of a verdict that was there: whoever wrote it may have died before saying so.
  services.log({ verdict, table, model, runId });
  return tableResult(written, findingsBytes);
}

/** A verdict is written once: where there is one already, that one counts. */
async function writeOnce({ graphql }: Record, input: CreateVerificationInput) {
  try {
    await graphql(createVerification, { input });
    return input;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const { getVerification: first } = await graphql(getVerification, { id: input.id! });
    if (!first) throw error;
    return first;
  }
}

function rowOf(run: TableRun, { clock }: Record): CreateVerificationInput {
  return {
    id: idOf(run.runId, run.model),
    runId: run.runId,
    tableName: run.table,
    modelName: run.model,
    recoveryPointArn: run.recoveryPoint?.arn,
    recoveryPointCreatedAt: run.recoveryPoint?.createdAt,
    startedAt: run.startedAt,
    finishedAt: clock.now().toISOString(),
    restoreSeconds: run.restore?.seconds,
    ...judge(run),
  };
}

function idOf(runId: string, model: string): string {
  return `${runId}-${model}`;
}
