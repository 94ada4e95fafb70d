import { holds } from "../asl/choice.ts";
import type { State } from "../asl/definition.ts";
import { runtimeError, StatesError } from "../asl/errors.ts";
import { numberField, type Outcome } from "../asl/flow.ts";
import type { JsonObject } from "../asl/json.ts";
import { sleepUntil } from "./abort.ts";
import { map } from "./map.ts";
import { parallel } from "./parallel.ts";
import type { Visit } from "./run.ts";
import { task } from "./task.ts";

interface Left {
  outcome: Outcome;
  /** Where the state itself says where to go on. */
  next?: string;
}

/** What each type of state does. */
export const states: Record<State["Type"], (visit: Visit) => Promise<Left>> = {
  Task: async (visit) => ({ outcome: await visit.flow.outcome(await task(visit)) }),
  Map: async (visit) => ({ outcome: await visit.flow.outcome(await map(visit)) }),
  Parallel: async (visit) => ({ outcome: await visit.flow.outcome(await parallel(visit)) }),
  async Pass({ state, flow }) {
    return { outcome: await flow.outcome(state.Result ?? (await flow.effectiveInput())) };
  },
  Succeed: async ({ flow }) => ({ outcome: await flow.outcome(undefined) }),
  Wait: async (visit) => {
    await wait(visit);
    return { outcome: await visit.flow.outcome(undefined) };
  },
  async Fail({ flow }) {
    const [error, cause] = [await flow.field("Error"), await flow.field("Cause")];
    throw new StatesError(error === undefined ? "" : String(error), cause === undefined ? "" : String(cause));
  },
  Choice: choose,
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
async function wait({ run, flow, frame, save, signal }: Visit): Promise<void> {
  if (frame.wakeAt === undefined) {
    const input = await flow.effectiveInput();
    const seconds = await numberField(flow, "Seconds", input);
    const timestamp = seconds === undefined ? String(await flow.field("Timestamp", input)) : undefined;
    const wakeAt =
      timestamp === undefined ? run.clock.now().getTime() + seconds! * 1000 : Date.parse(timestamp);
    if (Number.isNaN(wakeAt)) throw runtimeError(`The timestamp ${timestamp} isn't one of RFC 3339.`);
    await save({ wakeAt });
  }
  await sleepUntil(run.clock, frame.wakeAt!, signal);
}

async function choose({ run, state, flow, frame, context }: Visit): Promise<Left> {
  const isJsonata = (state.QueryLanguage ?? run.language) === "JSONata";
  const input = isJsonata ? frame.input : await flow.effectiveInput();
  for (const rule of state.Choices ?? []) {
    const fits = isJsonata
      ? await condition(rule)
      : holds(rule, { input, context, variables: frame.variables });
    if (fits) return { outcome: await flow.ruled(rule), next: String(rule.Next) };
  }
  if (state.Default) return { outcome: await flow.outcome(undefined), next: state.Default };
  throw new StatesError("States.NoChoiceMatched", "No choices matched, and the state has no Default.");

  async function condition(rule: JsonObject): Promise<boolean> {
    const value = await flow.filled("Condition", rule.Condition!, frame.input);
    if (typeof value === "boolean") return value;
    throw new StatesError("States.QueryEvaluationError", "A Condition must come to true or false.");
  }
}
