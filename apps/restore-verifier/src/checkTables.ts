import * as v from "valibot";
import { type Check, check, type NeedsJoin } from "./check.ts";
import { isBusy, problemOf } from "./errors.ts";
import { Problem, type Restoring, TableReport, TableRun } from "./run.ts";
import { getJson, type Store } from "./store.ts";

const Index = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What is found out about a group of tables: about each a report, or why there is none. */
export const Checked = v.object({
  reports: v.array(
    v.object({ model: v.string(), report: v.union([TableReport, v.object({ key: v.string() })]) }),
  ),
  failed: v.array(v.object({ model: v.string(), problem: Problem })),
  /** Tables whose sides have to be joined item by item before the check can tell: by these units, in these buckets. */
  toJoin: v.array(v.string()),
  units: v.array(Index),
  buckets: v.array(Index),
});
export type Checked = v.InferOutput<typeof Checked>;

/** Tables of a run, by their places in the list of all. */
export const Group = v.object({
  runId: v.string(),
  tables: v.array(TableRun),
  group: v.array(Index),
});

export const CheckTablesEvent = v.object({ ...Group.entries, checked: v.optional(Checked) });

type Readable = v.InferOutput<typeof Restoring>;

const CHECKS_AT_ONCE = 4;
/** So much of a report is handed on by the state, which carries 256 KiB. */
const MOST_REPORT_BYTES = 8 * 1024;
/** Seconds. A failure of one table must not have the whole group checked again. */
const WAITS = [0.5, 1];
const BUSY_WAITS = [0.5, 1, 5, 15, 45];

/** Checks the tables of a group that were restored. The second time, after the join, only those that were joined. */
export const checkTables =
  (services: Check) =>
  async ({ runId, tables, group, checked }: v.InferOutput<typeof CheckTablesEvent>): Promise<Checked> => {
    const before: Checked = checked ?? { reports: [], failed: [], toJoin: [], units: [], buckets: [] };
    const after: Checked = { ...before, toJoin: [], units: [], buckets: [] };
    const left = group
      .map((index) => tables[index]!)
      .filter((run): run is Readable => run.restore?.status === "COMPLETED" && !run.problem)
      .filter(({ model }) => !checked || checked.toJoin.includes(model));
    const checkOn = async () => {
      for (let run = left.shift(); run; run = left.shift()) {
        const { model } = run;
        try {
          const answer = await patiently(services, { ...run, isJoined: checked !== undefined });
          if ("needsJoin" in answer) {
            after.toJoin.push(model);
            after.units.push(...answer.units);
            after.buckets = answer.buckets;
          } else after.reports.push({ model, report: await handedOn(services.store, runId, model, answer) });
        } catch (error) {
          after.failed.push({ model, problem: problemOf(error) });
        }
      }
    };
    await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, checkOn));
    return after;
  };

async function patiently(
  services: Check,
  event: Readable & { isJoined: boolean },
): Promise<TableReport | NeedsJoin> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await check(services)(event);
    } catch (error) {
      const seconds = (isBusy(error) ? BUSY_WAITS : WAITS)[attempt];
      if (seconds === undefined) throw error;
      await services.clock.sleep(seconds);
    }
  }
}

/** The report, or where it is. */
async function handedOn(
  store: Store,
  runId: string,
  model: string,
  report: TableReport,
): Promise<TableReport | { key: string }> {
  const bytes = Buffer.from(JSON.stringify(report));
  if (bytes.length <= MOST_REPORT_BYTES) return report;
  const key = `runs/${runId}/reports/${model}.json`;
  await store.putOnce(key, bytes);
  return { key };
}

/** A table's run with what its check found out, or why it found out nothing. */
export async function withReport(
  store: Store,
  run: TableRun,
  checked: Checked | undefined,
  problem: Problem | undefined,
): Promise<TableRun> {
  const found = checked?.reports.find(({ model }) => model === run.model)?.report;
  if (found) {
    if (!("key" in found)) return { ...run, report: found };
    const report = await getJson<TableReport>(store, found.key);
    if (report) return { ...run, report };
    const Cause = `The report on ${run.model} is not there any more: ${found.key}.`;
    return { ...run, problem: { Error: "ReportGone", Cause } };
  }
  const failed = checked?.failed.find(({ model }) => model === run.model)?.problem;
  return { ...run, problem: run.problem ?? failed ?? (wasToBeChecked(run) ? problem : undefined) };
}

const wasToBeChecked = ({ restore }: TableRun) => restore?.status === "COMPLETED";
