import type { ObjectStore } from "../../s3/objectStore.ts";
import { StatesError } from "../asl/errors.ts";
import { numberField } from "../asl/flow.ts";
import type { Json } from "../asl/json.ts";
import type { Execution, MapRun } from "../execution.ts";
import { Aborted, aborted } from "../run/abort.ts";
import { each } from "../run/each.ts";
import { itemsOf, selected } from "../run/map.ts";
import type { Visit } from "../run/run.ts";
import type { ExecutionStore } from "../store.ts";
import { type Batch, batchesOf } from "./itemBatcher.ts";
import { readItems } from "./itemReader.ts";
import { mapResult } from "./resultWriter.ts";

export interface MapRunDeps {
  store: ExecutionStore;
  /** S3, as a machine's role. */
  objectsOf(roleArn: string): ObjectStore;
  /** Throws unless a machine's role may start child workflows of the machine. */
  mayStart(roleArn: string, machineArn: string): void;
  /** Runs a child workflow to its end, or on from where it was left. */
  runChild(child: Execution, visit: Visit, signal: AbortSignal): Promise<Execution>;
  /** Whether the cloud stops: what runs goes on at the next start. */
  isStopping(): boolean;
}

/** AWS has up to 10,000 child workflows at once; what they call is bounded by the machine anyway. */
const mostAtOnce = 200;

/** A Distributed Map: each item, or batch of items, in a child workflow of its own. */
export const runMapWith =
  (deps: MapRunDeps) =>
  async (visit: Visit): Promise<Json> => {
    const { run, frame } = visit;
    const input = await visit.flow.effectiveInput();
    const objects = deps.objectsOf(run.roleArn);
    const batches = await batchesAt(visit, input, objects);
    const mapRun = await begin(deps, visit, batches, input);
    try {
      await runChildren(deps, visit, mapRun, batches);
      const children = deps.store.children(mapRun.arn);
      const result = await run.clock.work(mapResult(visit, mapRun, children, input, objects));
      await end(deps, mapRun, "SUCCEEDED", run);
      visit.event("MapRunSucceeded");
      visit.event("MapStateSucceeded");
      return result;
    } catch (error) {
      if (deps.isStopping()) throw error;
      await end(deps, mapRun, error instanceof Aborted ? "ABORTED" : "FAILED", run);
      if (error instanceof StatesError) {
        visit.event("MapRunFailed", { error: error.code, cause: error.message });
        visit.event("MapStateFailed");
      }
      frame.task = undefined;
      throw error;
    }
  };

async function batchesAt(visit: Visit, input: Json, objects: ObjectStore): Promise<Batch[]> {
  const items = visit.state.ItemReader
    ? await visit.run.clock.work(readItems(visit, input, objects))
    : await itemsOf(visit, input);
  const chosen = await Promise.all(
    items.map((item, index) => {
      const context = { ...visit.context, Map: { Item: { Index: index, Value: item } } };
      return selected(visit, item, input, context);
    }),
  );
  return batchesOf(visit, chosen, input);
}

/** The Map Run of this visit, a new one unless it goes on. */
async function begin(deps: MapRunDeps, visit: Visit, batches: Batch[], input: Json): Promise<MapRun> {
  const { run, flow, frame, name, state } = visit;
  const known = frame.task?.token && (await deps.store.mapRun(frame.task.token));
  if (known) return known;
  const { machineArn, arn } = run.execution;
  try {
    deps.mayStart(run.roleArn, machineArn);
  } catch (error) {
    throw new StatesError("States.Permissions", (error as Error).message);
  }
  const label = state.Label ?? name.replace(/[^A-Za-z0-9_-]/g, "").slice(0, 40);
  const mapRun: MapRun = {
    arn: `${machineArn.replace(":stateMachine:", ":mapRun:")}/${label}:${run.chance.uuid()}`,
    executionArn: arn,
    machineArn: `${machineArn}/${label}`,
    status: "RUNNING",
    startDate: run.clock.now().getTime() / 1000,
    maxConcurrency: (await numberField(flow, "MaxConcurrency", input)) ?? 0,
    toleratedFailurePercentage: (await numberField(flow, "ToleratedFailurePercentage", input)) ?? 0,
    toleratedFailureCount: (await numberField(flow, "ToleratedFailureCount", input)) ?? 0,
    executions: batches.length,
    items: batches.reduce((sum, { items }) => sum + items, 0),
  };
  await deps.store.put({ mapRuns: [mapRun] });
  visit.event("MapStateStarted", { length: mapRun.items });
  visit.event("MapRunStarted", { mapRunArn: mapRun.arn });
  await visit.save({ task: { token: mapRun.arn } });
  return mapRun;
}

async function end({ store }: MapRunDeps, mapRun: MapRun, status: MapRun["status"], run: Visit["run"]) {
  const stopDate = run.clock.now().getTime() / 1000;
  await store.put({ mapRuns: [Object.assign(mapRun, { status, stopDate })] });
}

async function runChildren(deps: MapRunDeps, visit: Visit, mapRun: MapRun, batches: Batch[]): Promise<void> {
  const { state, signal } = visit;
  let failed = 0;
  await each(batches, mapRun.maxConcurrency || mostAtOnce, signal, async (batch, index, signal) => {
    const known = await deps.store.child(mapRun.arn, index);
    const child = known ?? newChild(visit, mapRun, batch, index);
    const finished = child.status === "RUNNING" ? await deps.runChild(child, visit, signal) : child;
    // It isn't over: the cloud stops.
    if (finished.status === "RUNNING") throw aborted;
    if (finished.status !== "SUCCEEDED") failed += batch.items;
    if (failed > 0 && isTooMany(failed, mapRun, state))
      throw new StatesError(
        "States.ExceedToleratedFailureThreshold",
        "The specified tolerated failure threshold was exceeded",
      );
  });
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#maprun-fail-threshold */
function isTooMany(failed: number, mapRun: MapRun, state: Visit["state"]): boolean {
  const has = (name: string) => state[name] !== undefined || state[`${name}Path`] !== undefined;
  const percentage = (failed / mapRun.items) * 100 > mapRun.toleratedFailurePercentage;
  const count = failed > mapRun.toleratedFailureCount;
  if (has("ToleratedFailureCount")) return has("ToleratedFailurePercentage") ? percentage || count : count;
  return percentage;
}

function newChild({ run }: Visit, mapRun: MapRun, batch: Batch, index: number): Execution {
  const name = run.chance.uuid();
  return {
    arn: `${mapRun.machineArn.replace(":stateMachine:", ":execution:")}:${name}`,
    name,
    machineArn: mapRun.machineArn,
    status: "RUNNING",
    startDate: run.clock.now().getTime() / 1000,
    input: JSON.stringify(batch.input),
    revision: run.execution.revision,
    mapRunArn: mapRun.arn,
    index,
    itemCount: batch.items,
  };
}
