import type { CloudClock } from "../../../clock.ts";

/** What a block throws that is to end because another failed, or because its execution is stopped. */
export class Aborted extends Error {}
export const aborted = new Aborted("The execution is stopped.");

/** Waits on the cloud's clock. Throws `aborted`. */
export async function sleepUntil(
  clock: Pick<CloudClock, "now" | "sleep">,
  at: number,
  signal: AbortSignal,
): Promise<void> {
  const ms = at - clock.now().getTime();
  if (ms <= 0) return;
  await clock.sleep(ms, signal).catch(() => {
    throw aborted;
  });
}

/** A task's outcome, unless the signal comes first: the task then goes on alone, as it would in AWS. */
export function unlessAborted<T>(task: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(aborted);
    const onAbort = () => reject(aborted);
    signal.addEventListener("abort", onAbort, { once: true });
    task.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
