import { TaskError } from "../asl/errors.ts";
import type { Json } from "../asl/json.ts";
import { unlessAborted } from "./abort.ts";
import type { Visit } from "./run.ts";

/** A task that waits until somebody sends its token back. */
export interface Waiting {
  succeed(output: Json): void;
  fail(error: string, cause: string): void;
  beat(): void;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token */
export async function awaitToken(
  visit: Visit,
  token: string,
  sent: Promise<Json> | undefined,
  heartbeatSeconds: number | undefined,
): Promise<Json> {
  const { run, signal } = visit;
  const ended = new AbortController();
  let beat = () => {};
  const answer = new Promise<Json>((resolve, reject) => {
    run.tasks.waiting.set(token, {
      succeed: resolve,
      fail: (error, cause) => reject(new TaskError(error, cause)),
      beat: () => beat(),
    });
    if (heartbeatSeconds) {
      const arm = () =>
        run.clock.at(new Date(run.clock.now().getTime() + heartbeatSeconds * 1000), () =>
          reject(new TaskError("States.HeartbeatTimeout", "")),
        );
      let cancel = arm();
      beat = () => {
        cancel();
        cancel = arm();
      };
      ended.signal.addEventListener("abort", () => cancel());
    }
    // What can't even be told of the token fails at once.
    sent?.catch(reject);
  });
  try {
    return await unlessAborted(answer, signal);
  } finally {
    ended.abort();
    run.tasks.waiting.delete(token);
  }
}
