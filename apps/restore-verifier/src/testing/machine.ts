import { randomUUID } from "node:crypto";
import { type ExecutionError, StateMachine, type StateMachineDefinition } from "aws-local-stepfunctions";
import { type StepArns, steps, verificationMachine } from "../machine.ts";
import { ACCOUNT } from "./cloud.ts";
import { sent } from "./tokens.ts";

type Handler = (event: unknown) => Promise<unknown>;
// biome-ignore lint/suspicious/noExplicitAny: states differ by their types.
type States = Record<string, any>;

/** The state machine as it is deployed, with a Lambda's ARN in each place. */
export const definition = verificationMachine(
  Object.fromEntries(steps.map((step) => [step, `arn:aws:lambda:${ACCOUNT}:function:${step}`])) as StepArns,
  { mostScans: 4 },
);

const machine = new StateMachine(definition as unknown as StateMachineDefinition);

/** Every state, those inside the Map too. */
export function allStates(states: States = definition.States as States): States {
  const inner = Object.values(states).flatMap(({ ItemProcessor }) =>
    ItemProcessor ? [allStates(ItemProcessor.States)] : [],
  );
  return Object.assign({}, states, ...inner);
}

/** The function that a Task state calls, such as `record`. */
export function functionOf(state: States): string {
  return (state.Parameters?.FunctionName ?? state.Resource).split(":").at(-1);
}

export interface Execution {
  status: "SUCCEEDED" | "FAILED";
  // biome-ignore lint/suspicious/noExplicitAny: the output is whatever the run made of it.
  output?: any;
  error?: string;
  cause?: string;
}

/** Runs the state machine with these functions as its Lambdas: events and errors travel as JSON, waits take no time. */
export async function execute(
  functions: Record<string, Handler>,
  input: object = {},
  name = "run-1",
): Promise<Execution> {
  const tasks = Object.entries(allStates()).filter(([, { Type }]) => Type === "Task");
  const handlers = tasks.map(([state, task]) => {
    const called = lambda(functions[functionOf(task)]!);
    return [state, task.Resource.endsWith(".waitForTaskToken") ? untilTold(called) : called];
  });
  const retries = tasks.map(([state, task]) => [state, task.Retry.map(() => 0)]);
  const execution = machine.run(input as never, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(handlers),
      retryIntervalOverrides: Object.fromEntries(retries),
    },
    context: {
      Execution: {
        Name: name,
        Id: `arn:aws:states:${ACCOUNT}:execution:Verification:${name}`,
        Input: input as never,
      },
      Task: { Token: "one of its own is given to each" },
    },
  });
  try {
    return { status: "SUCCEEDED", output: await execution.result };
  } catch (error) {
    const cause = (error as ExecutionError).cause as Error;
    return { status: "FAILED", error: cause.name, cause: cause.message };
  }
}

/** Gives the function a token, and takes what it sent back for it; nothing: the wait has timed out. */
function untilTold(handler: Handler) {
  return async ({ Payload }: { Payload: object }) => {
    const token = randomUUID();
    await handler({ ...Payload, token });
    const output = sent.get(token);
    if (output === undefined) throw Object.assign(new Error("Nobody told."), { name: "States.Timeout" });
    return JSON.parse(output);
  };
}

function lambda(handler: Handler) {
  return async (event: unknown) => {
    try {
      return JSON.parse(JSON.stringify((await handler(JSON.parse(JSON.stringify(event)))) ?? null));
    } catch (error) {
      const { name, message } = error as Error;
      throw Object.assign(new Error(JSON.stringify({ errorType: name, errorMessage: message })), { name });
    }
  };
}
