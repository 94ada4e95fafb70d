import { StatesError, TaskError } from "../asl/errors.ts";
import { numberField } from "../asl/flow.ts";
import type { Json } from "../asl/json.ts";
import { unlessAborted } from "./abort.ts";
import { requireSize } from "./limits.ts";
import type { Visit } from "./run.ts";
import { awaitToken } from "./taskTokens.ts";

/**
 * A task's result. A task that was under way when the local cloud stopped is lost with the process that did it: it has
 * failed, as one has that Lambda loses, and the state's Retry says what follows.
 */
export async function task(visit: Visit): Promise<Json> {
  const { run, state, frame, flow, signal } = visit;
  const { resource, waitsForToken } = run.tasks.find(state.Resource!);
  const token = waitsForToken ? (frame.task?.token ?? run.chance.uuid()) : undefined;
  const resumed = frame.task !== undefined;
  if (resumed && !waitsForToken) {
    await visit.save({ task: undefined });
    throw new TaskError(
      resource.lostCode,
      "The local cloud stopped while the task ran: its outcome isn't known.",
    );
  }
  if (token) Object.assign(visit.context, { Task: { Token: token } });
  const parameters = await flow.effectiveInput();
  const timeoutSeconds = await numberField(flow, "TimeoutSeconds");
  const heartbeatSeconds = await numberField(flow, "HeartbeatSeconds");
  if (!resumed) {
    visit.event(...resource.scheduled(state.Resource!, parameters, timeoutSeconds, heartbeatSeconds));
    visit.event(...resource.started(state.Resource!));
    await visit.save({ task: { token } });
  }
  try {
    const result = await timed(visit, timeoutSeconds, async () => {
      if (!token) return unlessAborted(resource.run(parameters, run.roleArn), signal);
      const sent = resumed ? undefined : resource.run(parameters, run.roleArn);
      return awaitToken(visit, token, sent, heartbeatSeconds);
    });
    requireSize(result, `The state/task '${visit.name}'`);
    visit.event(...resource.succeeded(state.Resource!, result));
    Object.assign(frame, { task: undefined });
    return result;
  } catch (error) {
    if (error instanceof StatesError) visit.event(...resource.failed(state.Resource!, error));
    throw error;
  }
}

async function timed<T>(
  { run, signal }: Visit,
  seconds: number | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (!seconds) return work();
  const over = new AbortController();
  const timeout = run.clock.sleep(seconds * 1000, AbortSignal.any([signal, over.signal])).then(
    () => {
      throw new TaskError("States.Timeout", "");
    },
    // The task came first, or the execution is stopped.
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    over.abort();
  }
}
