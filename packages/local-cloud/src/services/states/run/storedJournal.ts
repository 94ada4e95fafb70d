import type { CloudClock } from "../../../clock.ts";
import { runtimeError } from "../asl/errors.ts";
import type { ExecutionStore } from "../store.ts";
import type { HistoryEvent, Journal } from "./journal.ts";
import { mostHistoryEvents } from "./limits.ts";

/** The journal of one execution, with what was put down of it before. */
export async function openJournal(
  store: ExecutionStore,
  clock: Pick<CloudClock, "now">,
  arn: string,
  isNew: boolean,
): Promise<Journal> {
  const frames = isNew ? new Map() : await store.frames(arn);
  let lastId = isNew ? 0 : await store.lastEventId(arn);
  const events: HistoryEvent[] = [];
  const takeEvents = () => events.splice(0);
  return {
    frame: (path) => frames.get(path),
    takeEvents,
    event(type, previousEventId, details) {
      // The last is for how the execution ends.
      if (lastId >= mostHistoryEvents - 1 && !type.startsWith("Execution"))
        throw runtimeError("The execution reached the maximum number of history events (25000).");
      const id = ++lastId;
      events.push({
        id,
        previousEventId,
        timestamp: clock.now().getTime() / 1000,
        type,
        ...(details && { [detailsOf(type)]: details }),
      });
      return id;
    },
    async save(path, frame) {
      frames.set(path, { ...frame });
      const history = { arn, events: takeEvents() };
      await store.put({ history, frame: { arn, path, frame } });
    },
    async drop(path) {
      let any = false;
      for (const known of frames.keys())
        if (known.startsWith(path)) {
          any = true;
          frames.delete(known);
        }
      if (any) await store.dropFrames(arn, path);
    },
  };
}

/** `TaskStateEntered` is told of in `stateEnteredEventDetails`, `LambdaFunctionFailed` in `lambdaFunctionFailedEventDetails`. */
function detailsOf(type: string): `${string}EventDetails` {
  const state = /State(Entered|Exited)$/.exec(type)?.[0];
  const name = state ?? type;
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}EventDetails`;
}
