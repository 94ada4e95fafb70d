import type { CloudClock } from "../../clock.ts";
import { AwsError } from "../../errors.ts";
import type { JsonFile } from "../../jsonFile.ts";
import type { Place } from "../../service.ts";
import type { InvocationResult } from "../lambda/process.ts";
import { interpreterOn } from "./interpreter.ts";
import { isLambdaArn, type Machine, taskResources, withTaskTimeouts } from "./machines.ts";

export interface Execution {
  arn: string;
  name: string;
  machineArn: string;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  /** Epoch seconds. */
  startDate: number;
  stopDate?: number;
  input: string;
  output?: string;
  error?: string;
  cause?: string;
}

interface ExecutionDeps {
  file: JsonFile<Execution[]>;
  machines: Map<string, Machine>;
  place: Place;
  clock: CloudClock;
  newName: () => string;
  /** Calls a function as the machine's role. Throws when the role may not. */
  invoke(functionArn: string, payload: unknown, roleArn: string): Promise<InvocationResult>;
  /** Hears of each execution's end. */
  ended?(execution: Execution): void;
  log(message: string): void;
}

export interface Executions {
  start(machineArn: string, input: string, name?: string): Execution;
  find(arn: string): Execution;
  list(machineArn: string): Execution[];
  abort(arn: string, error?: string, cause?: string): void;
  stop(): Promise<void>;
}

/** Newest first; what runs is kept beyond it. */
const kept = 200;

/** A task's failure under the name that Retry and Catch match. */
class TaskError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** Runs state machines. What was running when the local cloud died has failed by the next start. */
export function createExecutions(deps: ExecutionDeps): Executions {
  const { file, machines, clock, place } = deps;
  const { StateMachine, ExecutionAbortedError, ExecutionTimeoutError } = interpreterOn(clock);
  const machinesMade = new WeakMap<Machine["definition"], InstanceType<typeof StateMachine>>();
  const running = new Map<string, { abort: () => void; done: Promise<void> }>();
  const seconds = () => clock.now().getTime() / 1000;

  const interrupted = file.value.filter(({ status }) => status === "RUNNING");
  for (const execution of interrupted) {
    Object.assign(execution, {
      status: "FAILED",
      stopDate: seconds(),
      error: "States.Runtime",
      cause: "The local cloud stopped while this execution ran.",
    });
  }
  if (interrupted.length > 0) file.save();

  const executions: Executions = {
    start(machineArn, input, name = deps.newName()) {
      const machine = machines.get(machineArn);
      if (!machine)
        throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${machineArn}'`);
      if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
      const arn = `arn:${place.partition}:states:${place.region}:${place.accountId}:execution:${machine.name}:${name}`;
      const same = file.value.find((execution) => execution.arn === arn);
      if (same) {
        // Starting the same thing again while it runs is one start.
        if (same.status === "RUNNING" && same.input === input) return same;
        throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
      }
      const execution: Execution = { arn, name, machineArn, status: "RUNNING", startDate: seconds(), input };
      file.value = [execution, ...file.value].filter(
        ({ status }, index) => status === "RUNNING" || index < kept,
      );
      file.save();
      run(machine, execution);
      return execution;
    },
    find(arn) {
      const execution = file.value.find((candidate) => candidate.arn === arn);
      if (execution) return execution;
      throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    },
    list: (machineArn) => file.value.filter((execution) => execution.machineArn === machineArn),
    abort(arn, error, cause) {
      const execution = executions.find(arn);
      if (execution.status !== "RUNNING") return;
      finish(execution, { status: "ABORTED", error, cause });
      running.get(arn)?.abort();
    },
    async stop() {
      for (const [arn, { abort }] of running) {
        finish(executions.find(arn), {
          status: "ABORTED",
          error: "States.Runtime",
          cause: "The local cloud was stopped while this execution ran.",
        });
        abort();
      }
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
  return executions;

  function finish(execution: Execution, outcome: Partial<Execution>): void {
    if (execution.status !== "RUNNING") return;
    Object.assign(execution, outcome, { stopDate: seconds() });
    file.save();
    deps.ended?.(execution);
    deps.log(`${execution.name} ${execution.status}${execution.error ? `: ${execution.error}` : ""}`);
  }

  /** Checking a definition takes a tenth of a second: once will do. */
  function compiled({ definition }: Machine) {
    const known = machinesMade.get(definition);
    if (known) return known;
    const made = new StateMachine(withTaskTimeouts(definition) as any, {
      validationOptions: { checkArn: false, checkPaths: false },
    });
    machinesMade.set(definition, made);
    return made;
  }

  function run(machine: Machine, execution: Execution): void {
    const { result, abort } = compiled(machine).run(JSON.parse(execution.input), {
      overrides: { taskResourceLocalHandlers: taskHandlers(machine) },
      context: {
        Execution: {
          Id: execution.arn,
          Name: execution.name,
          Input: JSON.parse(execution.input),
          RoleArn: machine.roleArn,
          StartTime: new Date(execution.startDate * 1000).toISOString(),
        } as any,
        StateMachine: { Id: machine.arn, Name: machine.name },
      },
    });
    const done = result
      .then((output) => finish(execution, { status: "SUCCEEDED", output: JSON.stringify(output) }))
      .catch((error: Error) => {
        if (error instanceof ExecutionAbortedError) return;
        if (error instanceof ExecutionTimeoutError) return finish(execution, { status: "TIMED_OUT" });
        const cause = (error.cause ?? error) as Error;
        finish(execution, { status: "FAILED", error: cause.name, cause: cause.message });
      })
      .finally(() => running.delete(execution.arn));
    running.set(execution.arn, { abort, done });
  }

  function taskHandlers(machine: Machine) {
    const call = async (functionArn: string, payload: unknown) => {
      const result = await deps.invoke(functionArn, payload, machine.roleArn);
      if ("payload" in result) return result.payload as any;
      throw new TaskError(result.error.errorType, JSON.stringify(result.error));
    };
    return Object.fromEntries(
      taskResources(machine.definition).map(([state, resource]) => [
        state,
        isLambdaArn(resource)
          ? (input: any) => call(resource, input)
          : async (input: any) => ({
              ExecutedVersion: "$LATEST",
              StatusCode: 200,
              Payload: await call(input.FunctionName, input.Payload),
            }),
      ]),
    );
  }
}
