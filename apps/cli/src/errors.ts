/** An expected refusal or failure: what happened, and what to do next. Ends the command with exit code 2. */
export class CouldNotRun extends Error {
  readonly next: string | undefined;

  constructor(message: string, options: { next?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "CouldNotRun";
    this.next = options.next;
  }
}

/** The person pressed Ctrl-C. The message says what goes on without this command. */
export class Interrupted extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Interrupted";
  }
}

export const exitCode = { done: 0, notPassed: 1, couldNotRun: 2, interrupted: 130 } as const;

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");

/** The innermost error code, such as ECONNREFUSED: fetch and the SDK wrap it in causes and AggregateErrors. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = (error as NodeJS.ErrnoException).code;
  if (typeof code === "string") return code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}

const unreachable = new Set(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT"]);
const expired = new Set(["ExpiredToken", "ExpiredTokenException", "UnrecognizedClientException"]);

/**
 * Translates what AWS's SDK throws into a sentence with a next step; anything not known passes unchanged.
 * @param where whom the command talks to, such as "stage prod in eu-west-1"
 */
export function explain(error: unknown, where: string): unknown {
  if (error instanceof CouldNotRun || error instanceof Interrupted || !(error instanceof Error)) return error;
  if (unreachable.has(codeOf(error) ?? "")) {
    return new CouldNotRun(`${where} can't be reached (${codeOf(error)}).`, {
      next: "Is it still running? Locally: npm start. In AWS: check the network and the region.",
      cause: error,
    });
  }
  if (nameOf(error) === "CredentialsProviderError") {
    return new CouldNotRun("There are no AWS credentials to use.", {
      next: "Sign in (aws sso login, aws configure) or set AWS_PROFILE, then run the command again.",
      cause: error,
    });
  }
  if (error.message === "Region is missing") {
    return new CouldNotRun("No AWS region is set.", {
      next: "Set AWS_REGION to the region that the stage is deployed in.",
      cause: error,
    });
  }
  if (expired.has(nameOf(error))) {
    return new CouldNotRun(`${where} doesn't accept these credentials: ${error.message}`, {
      next: "Sign in again (aws sso login), or set AWS_PROFILE to another profile.",
      cause: error,
    });
  }
  if (/^AccessDenied/.test(nameOf(error))) {
    return new CouldNotRun(`These credentials aren't allowed to do that: ${error.message}`, {
      next: "Ask for the permission it names, or set AWS_PROFILE to a role that has it.",
      cause: error,
    });
  }
  if ("$metadata" in error) {
    return new CouldNotRun(`${where} answered ${error.name}: ${error.message}`, { cause: error });
  }
  return error;
}
