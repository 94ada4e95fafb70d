import type { Catcher, Retrier } from "./definition.ts";
import { isTerminal, type StatesError, TaskError } from "./errors.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
function covers(names: string[], error: StatesError): boolean {
  return names.some((name) => {
    if (name === error.code) return true;
    if (name === "States.ALL") return !isTerminal(error);
    return name === "States.TaskFailed" && error instanceof TaskError && error.code !== "States.Timeout";
  });
}

export const catcherOf = (catchers: Catcher[] | undefined, error: StatesError): Catcher | undefined =>
  catchers?.find(({ ErrorEquals }) => covers(ErrorEquals, error));

/**
 * The retrier that takes an error, and how long it waits; undefined where none does any more.
 * @param attempts how often each retrier has retried, by its place
 * @param random between 0 and 1
 */
export function retryOf(
  retriers: Retrier[] | undefined,
  error: StatesError,
  attempts: number[],
  random: () => number,
): { index: number; waitMs: number } | undefined {
  const index = retriers?.findIndex(({ ErrorEquals }) => covers(ErrorEquals, error)) ?? -1;
  const retrier = retriers?.[index];
  if (!retrier) return undefined;
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2, MaxDelaySeconds, JitterStrategy } = retrier;
  const attempt = attempts[index] ?? 0;
  if (attempt >= MaxAttempts) return undefined;
  const seconds = Math.min(
    IntervalSeconds * BackoffRate ** attempt,
    MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
  );
  return { index, waitMs: seconds * 1000 * (JitterStrategy === "FULL" ? random() : 1) };
}
