interface ApiError {
  name?: string;
  message?: string;
  errorType?: string;
  errors?: ApiError[];
}

/** Something this site itself refuses, in words for the reader. */
export class Refusal extends Error {}

const words: [RegExp, string][] = [
  [
    /NoSignedUser|NoValidAuthTokens|Token has expired|not authenticated/i,
    "Your session has ended. Sign in again.",
  ],
  [/Network ?Error|Failed to fetch/i, "The API can't be reached. Check your connection, then try again."],
  [/Unauthorized|Not Authorized/i, "Only the owner can change this."],
  [/ConditionalCheckFailed/i, "Somebody deleted or changed this meanwhile. Reload, then try again."],
];

/** An error of the GraphQL API in words. aws-amplify throws the response itself, with its `errors`. */
export const explainApiError = (error: unknown): string => {
  if (error instanceof Refusal) return error.message;
  const thrown = error as ApiError;
  const { name, message, errorType } = thrown?.errors?.[0] ?? thrown ?? {};
  const text = [errorType, name, message].filter(Boolean).join(" ");
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? `The API refused: ${message || String(error)}`;
};
