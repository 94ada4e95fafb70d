/** A failure under the name that Retry and Catch match. */
export class StatesError extends Error {
  readonly code: string;

  constructor(code: string, cause: string) {
    super(cause);
    this.name = code;
    this.code = code;
  }
}

/** What a task did wrong, as against what the workflow itself did: `States.TaskFailed` stands for it. */
export class TaskError extends StatesError {}

/** Nothing in a definition can catch these by States.ALL: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export const isTerminal = ({ code }: StatesError): boolean =>
  code === "States.Runtime" || code === "States.DataLimitExceeded";

export const runtimeError = (cause: string): StatesError => new StatesError("States.Runtime", cause);
