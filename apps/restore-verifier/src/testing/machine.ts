import { testClock } from "@holdfast/local-cloud/testing";
import { testMachine } from "@holdfast/local-cloud/testing/states";
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

const DAY = 86_400_000;

/**
 * Runs the state machine with these functions as its Lambdas, by the local cloud's own Step Functions: events and errors
 * travel as JSON, and what waits waits on a clock that is advanced.
 */
export async function execute(
  functions: Record<string, Handler>,
  input: object = {},
  name = "run-1",
  startAt = definition.StartAt,
): Promise<Execution> {
  const clock = testClock();
  const machine = await testMachine(clock);
  machine.invoke = async (event, arn) => {
    const answer = await lambda(functions[arn.split(":").at(-1)!]!, event);
    const output = event.token && sent.get(event.token);
    if (output !== undefined) machine.executions.waiting(event.token)?.succeed(JSON.parse(output));
    return answer;
  };
  try {
    const execution = await machine.start({ ...definition, StartAt: startAt }, input, name);
    while (machine.executions.find(execution.arn).status === "RUNNING")
      await clock.advance(new Date(clock.now().getTime() + DAY));
    const { status, output, error, cause } = machine.executions.find(execution.arn);
    if (status === "SUCCEEDED") return { status, output: JSON.parse(output!) };
    return { status: "FAILED", error, cause };
  } finally {
    clock.stop();
    await machine.stop();
  }
}

async function lambda(handler: Handler, event: unknown) {
  try {
    return {
      payload: JSON.parse(JSON.stringify((await handler(JSON.parse(JSON.stringify(event)))) ?? null)),
    };
  } catch (error) {
    const { name, message } = error as Error;
    return { error: { errorType: name, errorMessage: message, trace: [] } };
  }
}
