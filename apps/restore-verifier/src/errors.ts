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

/** An error for a sentence: its name, then its message. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
