import type { Problem } from "./run.ts";

/** An execution's input that no run can be made of. Step Functions matches it by its name: such a run isn't tried again. */
export class InvalidRequest extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InvalidRequest";
  }
}

/** The name AWS gives an error. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "UnknownError";
}

/** Causes go through Step Functions' state, which holds so much. */
const MOST_CAUSE_LENGTH = 1000;

/** An error as Step Functions has them. */
export const problemOf = (error: unknown): Problem => ({
  Error: nameOf(error),
  Cause: (error instanceof Error ? error.message : String(error)).slice(0, MOST_CAUSE_LENGTH),
});

/** An error for a sentence: its name, then its message. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/**
 * What AWS says when it is too busy or can't be reached, by the errors' names: worth asking again, some minutes later.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export const busy = [
  "InternalFailure",
  "InternalServerError",
  "InternalServerException",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestTimeout",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "TimeoutError",
  "TooManyRequestsException",
];

export const isBusy = (error: unknown): boolean => busy.includes(nameOf(error));

/** How often a step is tried again for that, in all some eight minutes. */
export const BUSY_RETRIES = 8;
