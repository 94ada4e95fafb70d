interface ApiError {
  name?: string;
  message?: string;
  errorType?: string;
  /** Where the whole request was refused: its name is AWS's. */
  originalError?: { name?: string };
  errors?: ApiError[];
}

/** Something this site itself refuses, in words for the reader. */
export class Refusal extends Error {}

const words: [RegExp, string][] = [
  [
    /NoSignedUser|NoValidAuthTokens|Token has expired|not authenticated|UnauthorizedException/i,
    "Your session has ended. Sign in again.",
  ],
  [/Network ?Error|Failed to fetch/i, "The API can't be reached. Check your connection, then try again."],
  [
    /TooManyRequests|Throttl|Rate exceeded|ThroughputExceeded/i,
    "The API has more to do than it can right now. Wait a moment, then try again.",
  ],
  [
    /InternalFailure|InternalServerError|ServiceUnavailable/i,
    "The API failed. Wait a moment, then try again.",
  ],
  [/Unauthorized|Not Authorized/i, "Only the owner can change this."],
  [/ConditionalCheckFailed/i, "Somebody deleted or changed this meanwhile. Reload, then try again."],
];

/** An error of the GraphQL API in words. aws-amplify throws the response itself, with its `errors`. */
export const explainApiError = (error: unknown): string => {
  if (error instanceof Refusal) return error.message;
  const thrown = error as ApiError;
  const { name, message, errorType, originalError } = thrown?.errors?.[0] ?? thrown ?? {};
  const text = [errorType, originalError?.name, name, message].filter(Boolean).join(" ");
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? `The API refused: ${message || String(error)}`;
};
