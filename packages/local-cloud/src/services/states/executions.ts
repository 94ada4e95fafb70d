import { createHash } from "node:crypto";
import type { Chance } from "../../chance.ts";
import type { CloudClock } from "../../clock.ts";
import { AwsError } from "../../errors.ts";
import type { Emit, Place } from "../../service.ts";
import type { Block } from "./asl/definition.ts";
import { processorOf } from "./asl/definition.ts";
import { StatesError } from "./asl/errors.ts";
import { type MapRunDeps, runMapWith } from "./distributed/mapRun.ts";
import type { Execution, Status } from "./execution.ts";
import type { Machine } from "./machines.ts";
import { Aborted } from "./run/abort.ts";
import { interpret } from "./run/interpret.ts";
import type { Journal } from "./run/journal.ts";
import { mostDataBytes } from "./run/limits.ts";
import { onClock } from "./run/onClock.ts";
import type { Run } from "./run/run.ts";
import { openJournal } from "./run/storedJournal.ts";
import { createTasks, type Invoke } from "./run/tasks.ts";
import type { Waiting } from "./run/taskTokens.ts";
import { statusChange } from "./statusChange.ts";
import type { ExecutionStore } from "./store.ts";

interface ExecutionDeps extends Pick<MapRunDeps, "objectsOf" | "mayStart"> {
  store: ExecutionStore;
  machines: Map<string, Machine>;
  place: Place;
  clock: CloudClock;
  chance: Chance;
  invoke: Invoke;
  emit: Emit;
  /** Hears of each execution's end. */
  ended?(execution: Execution): void;
  log(message: string): void;
}

export interface Executions {
  start(machineArn: string, input: string, name?: string): Promise<Execution>;
  /** One that isn't a child workflow. Throws ExecutionDoesNotExist. */
  find(arn: string): Execution;
  /** A machine's, newest first. */
  list(machineArn: string): Execution[];
  abort(arn: string, error?: string, cause?: string): Promise<Execution>;
  /** Goes on with what ran when the cloud stopped or died. */
  resume(): Promise<void>;
  /** A task that waits for its token. */
  waiting(token: string): Waiting | undefined;
  /** Leaves what runs where it is: it goes on at the next start. */
  stop(): Promise<void>;
}

/** Newest first; what runs is kept beyond it. */
const kept = 200;

interface Running {
  abort(outcome: Outcome): void;
  done: Promise<void>;
}

type Outcome = Pick<Execution, "output" | "error" | "cause"> & { status: Exclude<Status, "RUNNING"> };

/**
 * Runs state machines. Each step is put down before the next is begun: what runs when the local cloud stops, or is
 * killed, goes on at the next start, as an execution in AWS outlives whatever machine it is on.
 */
export async function createExecutions(deps: ExecutionDeps): Promise<Executions> {
  const { machines, clock, place } = deps;
  const store = onClock(deps.store, clock);
  let all = (await store.executions()).sort((a, b) => (b.number ?? 0) - (a.number ?? 0));
  const running = new Map<string, Running>();
  const tasks = createTasks(deps.invoke, place.region);
  const seconds = () => clock.now().getTime() / 1000;
  let stopping = false;

  const runMap = runMapWith({
    ...deps,
    store,
    isStopping: () => stopping,
    async runChild(child, visit, signal) {
      const isNew = (await store.find(child.arn)) === undefined;
      if (isNew) await store.put({ executions: [child] });
      const { roleArn, language } = visit.run;
      return run(child, { QueryLanguage: language, ...processorOf(visit.state) }, roleArn, { isNew, signal });
    },
  });

  const executions: Executions = {
    async start(machineArn, input, name = deps.chance.uuid()) {
      const machine = machines.get(machineArn);
      if (!machine)
        throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${machineArn}'`);
      if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
      if (Buffer.byteLength(input) > mostDataBytes)
        throw new AwsError(
          "ValidationException",
          `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${mostDataBytes}`,
        );
      const arn = `arn:${place.partition}:states:${place.region}:${place.accountId}:execution:${machine.name}:${name}`;
      const same = all.find((execution) => execution.arn === arn);
      if (same) {
        // Starting the same thing again while it runs is one start.
        if (same.status === "RUNNING" && same.input === input) return same;
        throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
      }
      const revision = revisionOf(machine);
      const execution: Execution = {
        arn,
        name,
        machineArn,
        number: (all[0]?.number ?? 0) + 1,
        status: "RUNNING",
        startDate: seconds(),
        input,
        revision,
      };
      all = [execution, ...all];
      await clock.work(begin(execution, machine, revision));
      launch(execution, machine.definition, machine.roleArn, true);
      return execution;
    },
    find(arn) {
      const execution = all.find((candidate) => candidate.arn === arn);
      if (execution) return execution;
      throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    },
    list: (machineArn) => all.filter((execution) => execution.machineArn === machineArn),
    async abort(arn, error, cause) {
      const found = running.get(arn);
      found?.abort({ status: "ABORTED", error, cause });
      await found?.done;
      const execution = all.find((one) => one.arn === arn) ?? (await store.find(arn));
      return execution ?? executions.find(arn);
    },
    async resume() {
      for (const execution of all.filter(({ status }) => status === "RUNNING")) {
        const revision = await store.revision(execution.revision);
        if (!revision) continue;
        deps.log(`${execution.name} goes on from where it was when the local cloud stopped`);
        launch(execution, revision.definition, revision.roleArn, false);
      }
    },
    waiting: (token) => tasks.waiting.get(token),
    async stop() {
      stopping = true;
      for (const { abort } of running.values()) abort({ status: "ABORTED" });
      await Promise.all([...running.values()].map(({ done }) => done));
      await store.stop();
    },
  };
  return executions;

  async function begin(execution: Execution, machine: Machine, revision: string): Promise<void> {
    const { definition, roleArn } = machine;
    await store.keepRevision(revision, { definition, roleArn });
    await store.put({ executions: [execution] });
    const old = all.filter(({ status }, index) => status !== "RUNNING" && index >= kept);
    all = all.filter((one) => !old.includes(one));
    for (const one of old) await store.remove(one);
    deps.emit(statusChange(execution));
  }

  /** Nobody waits for it. */
  function launch(execution: Execution, block: Block, roleArn: string, isNew: boolean): void {
    void run(execution, block, roleArn, { isNew }).catch((error: Error) =>
      deps.log(`${execution.name} can't be put down: ${error.message}`),
    );
  }

  async function run(
    execution: Execution,
    block: Block,
    roleArn: string,
    { isNew, signal }: { isNew: boolean; signal?: AbortSignal },
  ): Promise<Execution> {
    const controller = new AbortController();
    let ordered: Outcome | undefined;
    const abort = (outcome: Outcome) => {
      ordered ??= outcome;
      controller.abort();
    };
    const either = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
    const task = (async () => {
      const journal = await openJournal(store, clock, execution.arn, isNew);
      const timeout = timeOut(execution, block, abort);
      const outcome = await outcomeOf({ execution, block, roleArn, journal, signal: either }, () => ordered);
      timeout();
      if (!stopping) await clock.work(finish(execution, journal, outcome));
    })();
    const done = task.finally(() => running.delete(execution.arn));
    running.set(execution.arn, { abort, done: done.catch(() => {}) });
    await done;
    return execution;
  }

  function timeOut(execution: Execution, block: Block, abort: (outcome: Outcome) => void): () => void {
    if (!block.TimeoutSeconds || execution.mapRunArn) return () => {};
    const due = new Date((execution.startDate + block.TimeoutSeconds) * 1000);
    return clock.at(due, () => abort({ status: "TIMED_OUT" }));
  }

  interface Begun {
    execution: Execution;
    block: Block;
    roleArn: string;
    journal: Journal;
    signal: AbortSignal;
  }

  async function outcomeOf(begun: Begun, ordered: () => Outcome | undefined): Promise<Outcome> {
    const { execution, block, roleArn, journal, signal } = begun;
    const input = JSON.parse(execution.input);
    const { QueryLanguage: language = "JSONPath" } = block;
    const theRun: Run = { execution, roleArn, language, clock, chance: deps.chance, journal, tasks, runMap };
    const event = journal.frame("")
      ? 0
      : journal.event("ExecutionStarted", 0, {
          input: execution.input,
          inputDetails: { truncated: false },
          roleArn,
        });
    const context = {
      Execution: {
        Id: execution.arn,
        Input: input,
        Name: execution.name,
        RoleArn: roleArn,
        StartTime: new Date(execution.startDate * 1000).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: {
        Id: execution.machineArn,
        Name: execution.machineArn.split(":").at(-1)!,
      },
    };
    try {
      const output = await interpret(theRun, block, {
        path: "",
        input,
        variables: {},
        context,
        signal,
        event,
      });
      return { status: "SUCCEEDED", output: JSON.stringify(output) };
    } catch (error) {
      if (error instanceof Aborted) return ordered() ?? { status: "ABORTED" };
      const { code, message } =
        error instanceof StatesError ? error : { code: "States.Runtime", message: (error as Error).message };
      return { status: "FAILED", error: code || undefined, cause: message || undefined };
    }
  }

  async function finish(execution: Execution, journal: Journal, outcome: Outcome): Promise<void> {
    const { output, error, cause } = outcome;
    const end = { SUCCEEDED: "Succeeded", FAILED: "Failed", TIMED_OUT: "TimedOut", ABORTED: "Aborted" };
    const details = output === undefined ? { error, cause } : { output, outputDetails: { truncated: false } };
    const before = journal.frame("")?.event ?? 0;
    journal.event(`Execution${end[outcome.status]}`, before, details);
    Object.assign(execution, outcome, { stopDate: seconds() });
    await store.put({
      executions: [execution],
      history: { arn: execution.arn, events: journal.takeEvents() },
    });
    await journal.drop("");
    if (execution.mapRunArn) return;
    deps.ended?.(execution);
    deps.log(`${execution.name} ${execution.status}${execution.error ? `: ${execution.error}` : ""}`);
    deps.emit(statusChange(execution));
  }
}

const revisionOf = ({ definition, roleArn }: Machine): string =>
  createHash("sha256")
    .update(JSON.stringify([definition, roleArn]))
    .digest("hex");
