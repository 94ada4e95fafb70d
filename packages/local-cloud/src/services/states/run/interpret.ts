import type { Block, State } from "../asl/definition.ts";
import { runtimeError, StatesError } from "../asl/errors.ts";
import { flowOf, type Outcome } from "../asl/flow.ts";
import type { Json, JsonObject } from "../asl/json.ts";
import { catcherOf, retryOf } from "../asl/retry.ts";
import { aborted, sleepUntil } from "./abort.ts";
import { requireSize } from "./limits.ts";
import type { Frame, Run, Visit } from "./run.ts";
import { states } from "./states.ts";

export interface Start {
  path: string;
  input: Json;
  variables: JsonObject;
  context: JsonObject;
  signal: AbortSignal;
  /** The event it follows. */
  event: number;
}

/** Runs a block of states to its end, from its start or from where it was left; gives its output. */
export async function interpret(run: Run, block: Block, start: Start): Promise<Json> {
  let frame: Frame = run.journal.frame(start.path) ?? {
    state: block.StartAt,
    input: start.input,
    variables: start.variables,
    attempts: [],
    event: start.event,
  };
  while (frame.state !== undefined) {
    if (start.signal.aborted) throw aborted;
    frame = await pass(run, block, frame, start);
  }
  return frame.input;
}

/** The states that can be retried and caught. */
const failing = new Set(["Task", "Map", "Parallel"]);

/** Goes through one state: gives the frame of the next. */
async function pass(run: Run, block: Block, before: Frame, start: Start): Promise<Frame> {
  const { path, signal } = start;
  const { journal, clock } = run;
  const name = before.state!;
  const state = block.States[name]!;
  const frame: Frame = { ...before };
  const event = (type: string, details?: object) => {
    frame.event = journal.event(type, frame.event, details);
  };
  const save = (change: Partial<Frame>) => journal.save(path, Object.assign(frame, change));
  if (frame.enteredAt === undefined) {
    const input = JSON.stringify(frame.input);
    event(`${state.Type}StateEntered`, { name, input, inputDetails: { truncated: false } });
    await save({ enteredAt: clock.now().getTime() });
  }
  if (frame.wakeAt !== undefined && state.Type !== "Wait") await wakeUp();

  for (;;) {
    const visit = visitOf();
    try {
      const { outcome, next } = await states[state.Type](visit);
      requireSize(outcome.output, `The state/task '${name}'`);
      return await leave(outcome, next);
    } catch (error) {
      if (!(error instanceof StatesError) || !failing.has(state.Type)) throw error;
      const retry = retryOf(state.Retry, error, frame.attempts, () => run.chance.random());
      await journal.drop(`${path}/${name}#`);
      if (retry) {
        frame.attempts[retry.index] = (frame.attempts[retry.index] ?? 0) + 1;
        await save({ task: undefined, begun: undefined, wakeAt: clock.now().getTime() + retry.waitMs });
        await wakeUp();
        continue;
      }
      const catcher = catcherOf(state.Catch, error);
      if (!catcher) throw error;
      return await leave(await visit.flow.caught(catcher, error), catcher.Next);
    }
  }

  async function wakeUp(): Promise<void> {
    await sleepUntil(clock, frame.wakeAt!, signal);
    frame.wakeAt = undefined;
  }

  function visitOf(): Visit {
    const context = {
      ...start.context,
      State: {
        EnteredTime: new Date(frame.enteredAt!).toISOString(),
        Name: name,
        RetryCount: frame.attempts.reduce((sum, one) => sum + (one ?? 0), 0),
      },
    };
    const scope = { input: frame.input, context, variables: frame.variables };
    const flow = flowOf(run.language, state, scope, run.chance);
    return { run, block, name, state, path, frame, flow, context, signal, event, save };
  }

  async function leave({ output, variables }: Outcome, next: string | undefined): Promise<Frame> {
    const to = next ?? nextOf(state, name);
    const details = { name, output: JSON.stringify(output), outputDetails: { truncated: false } };
    event(`${state.Type}StateExited`, details);
    const after: Frame = { state: to, input: output, variables, attempts: [], event: frame.event };
    const hasBlocks = state.Type === "Map" || state.Type === "Parallel";
    // Otherwise entering the next state puts this down, too.
    if (to === undefined || hasBlocks) await journal.save(path, after);
    if (hasBlocks) await journal.drop(`${path}/${name}#`);
    return after;
  }
}

function nextOf(state: State, name: string): string | undefined {
  if (state.End || state.Type === "Succeed") return undefined;
  if (state.Next) return state.Next;
  throw runtimeError(`The state ${name} leads nowhere.`);
}
