import { type CreateVerificationInput, createVerification, getVerification } from "@holdfast/data-model";
import { commitmentTo } from "@holdfast/restore-check";
import * as v from "valibot";
import { Checked, Group, withReport } from "./checkTables.ts";
import { appendOnce, type Chain, openChain } from "./evidence.ts";
import { isConditionFailure } from "./graphql.ts";
import { inconclusive, judge, reasonOf } from "./judge.ts";
import { seedIfDrawn } from "./plan/read.ts";
import { Problem, type TableResult, type TableRun } from "./run.ts";
import { selectTables } from "./selectTables.ts";
import type { Services } from "./services.ts";
import { firstOf } from "./store.ts";
import { tableResult } from "./tableResult.ts";

/** A run that broke before or between its tables: what it was asked for, and what broke. */
const BrokenRun = v.object({ runId: v.string(), request: v.unknown(), problem: Problem });

/** A group of tables, with what the check made of them, or why it made nothing of them. */
const CheckedGroup = v.object({
  ...Group.entries,
  checked: v.optional(Checked),
  problem: v.optional(Problem),
});

export const RecordEvent = v.union([CheckedGroup, BrokenRun]);

type Record = Pick<Services, "graphql" | "settings" | "clock" | "log" | "store" | "evidence">;
type Row = CreateVerificationInput & { id: string };
/** A verdict as it is kept, with what the evidence tells of how it came about. */
type Judged = Row & { circumstances: Awaited<ReturnType<typeof circumstancesOf>> };

/** Records the verdict on each table of a group; of a broken run, on each of its tables that has none yet. */
export const record =
  (services: Record) =>
  async (event: v.InferOutput<typeof RecordEvent>): Promise<TableResult[]> => {
    const chain = openChain(services);
    const results: TableResult[] = [];
    const failures: unknown[] = [];
    // One after the other: the chain of evidence has one end. What one can't be recorded for may pass others by.
    for (const judged of "group" in event ? judgedOf(services, event) : brokenOf(services, event)) {
      try {
        const { row, run } = await judged();
        results.push(await recordOne(services, chain, row, run));
      } catch (error) {
        failures.push(error);
      }
    }
    await chain.close();
    if (failures.length > 0) throw failures[0];
    return results;
  };

type Judge = () => Promise<{ row: Row; run?: TableRun }>;

function judgedOf(services: Record, event: v.InferOutput<typeof CheckedGroup>): Judge[] {
  const { tables, group, checked, problem } = event;
  return group.map((index) => async () => {
    const run = await withReport(services.store, tables[index]!, checked, problem);
    return { row: rowOf(run, services), run };
  });
}

function brokenOf(
  { settings, clock }: Record,
  { runId, request, problem }: v.InferOutput<typeof BrokenRun>,
): Judge[] {
  const now = clock.now().toISOString();
  const judgement = inconclusive("run", `The run broke: ${reasonOf(problem)}`);
  return selectTables(settings.tables, request).map(({ model, table }) => async () => {
    const row = { id: idOf(runId, model), runId, tableName: table, modelName: model };
    return { row: { ...row, startedAt: now, finishedAt: now, ...judgement } };
  });
}

/** The verdict is written once, the evidence names it, and the row names its place in the evidence. */
async function recordOne(
  services: Record,
  chain: Chain,
  judged: Row,
  run: TableRun | undefined,
): Promise<TableResult> {
  const { store } = services;
  // A second attempt may judge otherwise: the first one's verdict counts.
  const verdictKey = `runs/${judged.runId}/verdicts/${judged.modelName}.json`;
  // Should this attempt die before its entry, whoever makes the entry may know nothing of the restore.
  const whole = async () => ({
    ...judged,
    circumstances: await circumstancesOf(services, judged.runId, run),
  });
  const { value, isFirst } = await firstOf<Judged>(store, verdictKey, whole);
  const { circumstances, ...row } = value;
  const { id: _, ...verdict } = row;
  const entry = { kind: "table", ...verdict, ...circumstances };
  const evidenceKey = `runs/${row.runId}/evidence/${row.modelName}.json`;
  const place = await appendOnce(services, evidenceKey, entry, { isFirst, add: chain.append });
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
async function circumstancesOf({ settings, store }: Record, runId: string, run: TableRun | undefined) {
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
    restoreTest: run?.restoreTest,
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
    ruleName: run.recoveryPoint?.rule ?? run.rule,
    startedAt: run.startedAt,
    finishedAt: clock.now().toISOString(),
    restoreSeconds: run.restore?.seconds,
    ...judge(run),
  };
}

function idOf(runId: string, model: string): string {
  return `${runId}-${model}`;
}
