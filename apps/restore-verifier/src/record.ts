import { type CreateVerificationInput, createVerification, getVerification } from "@holdfast/data-model";
import { commitmentTo } from "@holdfast/restore-check";
import * as v from "valibot";
import { appendOnce } from "./evidence.ts";
import { isConditionFailure } from "./graphql.ts";
import { inconclusive, judge, reasonOf } from "./judge.ts";
import { seedIfDrawn } from "./plan/read.ts";
import { Problem, type TableResult, TableRun } from "./run.ts";
import { selectTables } from "./selectTables.ts";
import type { Services } from "./services.ts";
import { firstOf } from "./store.ts";
import { tableResult } from "./tableResult.ts";

/** A run that broke before or between its tables: what it was asked for, and what broke. */
const BrokenRun = v.object({ runId: v.string(), request: v.unknown(), problem: Problem });

export const RecordEvent = v.union([TableRun, BrokenRun]);

type Record = Pick<Services, "graphql" | "settings" | "clock" | "log" | "store" | "evidence">;
type Row = CreateVerificationInput & { id: string };

/** Records the verdict on a table; of a broken run, on each of its tables that has none yet. */
export const record =
  (services: Record) =>
  async (event: v.InferOutput<typeof RecordEvent>): Promise<TableResult | TableResult[]> => {
    if ("table" in event) return recordOne(services, rowOf(event, services), event);
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

/** The verdict is written once, the evidence names it, and the row names its place in the evidence. */
async function recordOne(services: Record, judged: Row, run?: TableRun): Promise<TableResult> {
  const { store } = services;
  // A second attempt may judge otherwise: the first one's verdict counts.
  const verdictKey = `runs/${judged.runId}/verdicts/${judged.modelName}.json`;
  const { value: row, isFirst } = await firstOf<Row>(store, verdictKey, () => judged);
  const { id: _, ...verdict } = row;
  const entry = { kind: "table", ...verdict, ...(await circumstances(services, row.runId, run)) };
  const evidenceKey = `runs/${row.runId}/evidence/${row.modelName}.json`;
  const place = await appendOnce(services, evidenceKey, entry, isFirst);
  const written = await writeOnce(services, {
    ...row,
    evidenceSequence: place.sequence,
    evidenceHash: place.hash,
  });
  // Also of a verdict that was there: whoever wrote it may have died before saying so.
  services.log({ verdict: row.verdict, table: row.tableName, model: row.modelName, runId: row.runId });
  return tableResult(written, run?.findingsBytes);
}

/** What an auditor asks next: which restore, under which policy, by which code, on whose word. */
async function circumstances({ settings, store }: Record, runId: string, run: TableRun | undefined) {
  const seed = await seedIfDrawn(store, runId);
  const { recoveryPoint, restore, executionArn, startedBy } = run ?? {};
  return {
    recoveryPoint,
    restore: restore && {
      jobId: restore.jobId,
      tableName: restore.tableName,
      status: restore.status,
      encryption: restore.encryption,
    },
    objectives: { rpoHours: settings.rpoHours, rtoMinutes: settings.rtoMinutes },
    required: { checks: settings.checks, mostUnverified: settings.mostUnverified },
    seedCommitment: seed && commitmentTo(seed),
    policyHash: settings.policyHash,
    codeHash: settings.codeHash,
    executionArn,
    startedBy,
  };
}

/** Where there is a row already, that one counts. */
async function writeOnce({ graphql }: Record, input: Row) {
  try {
    await graphql(createVerification, { input });
    return input;
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const { getVerification: there } = await graphql(getVerification, { id: input.id });
    if (!there) throw error;
    return there;
  }
}

function rowOf(run: TableRun, { clock }: Record): Row {
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
