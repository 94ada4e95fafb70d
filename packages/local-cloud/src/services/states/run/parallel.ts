import type { Json } from "../asl/json.ts";
import { each } from "./each.ts";
import { interpret } from "./interpret.ts";
import { pathInside, type Visit } from "./run.ts";

/** The results of a Parallel state's branches. */
export async function parallel(visit: Visit): Promise<Json> {
  const { run, state, frame, context, signal } = visit;
  const input = await visit.flow.effectiveInput();
  const branches = state.Branches ?? [];
  if (!frame.begun) {
    visit.event("ParallelStateStarted");
    await visit.save({ begun: true });
  }
  const event = frame.event;
  const { variables } = frame;
  const results = await each(branches, branches.length, signal, (branch, index, signal) =>
    interpret(run, branch, { path: pathInside(visit, index), input, variables, context, signal, event }),
  ).catch((error) => {
    visit.event("ParallelStateFailed");
    throw error;
  });
  visit.event("ParallelStateSucceeded");
  return results;
}
