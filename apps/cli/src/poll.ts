import { type Clock, pauses } from "./clock.ts";
import { Interrupted } from "./errors.ts";

export interface Poll<T> {
  ask: () => Promise<T>;
  isOver: (answer: T) => boolean;
  /** Called after each answer, with the seconds since the start. */
  tell: (answer: T, seconds: number) => void;
  /** What to say when Ctrl-C ends the waiting. */
  interruptedMessage: string;
}

/** Asks until it is over and returns the last answer; throws Interrupted when the signal is aborted. */
export async function poll<T>(
  { ask, isOver, tell, interruptedMessage }: Poll<T>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<T> {
  const started = clock.now().getTime();
  for (const pause of pauses()) {
    if (signal.aborted) break;
    const answer = await ask();
    tell(answer, Math.round((clock.now().getTime() - started) / 1000));
    if (isOver(answer)) return answer;
    await clock.sleep(pause, signal).catch((error) => {
      if (!signal.aborted) throw error;
    });
  }
  throw new Interrupted(interruptedMessage);
}
