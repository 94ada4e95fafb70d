const noMatch = "That matches no account. Check the username and the password.";

type Words = (message: string) => string;

/** Cognito's error names (and aws-amplify's own), each with what the reader can do about it. */
export const authErrorWords = {
  AliasExistsException: () =>
    "Another account uses that e-mail address. Sign in to it, or give another address.",
  CodeDeliveryFailureException: () => "The code could not be sent. Check the e-mail address, then ask again.",
  CodeMismatchException: () => "That code is not right. Check the newest message, or ask for a new code.",
  ExpiredCodeException: () => "That code is no longer valid. Ask for a new one.",
  InvalidParameterException: (message) => `Cognito refused it: ${sentence(message)}`,
  InvalidPasswordException: (message) =>
    `Choose a stronger password. ${sentence(message.replace(/^Password did not conform with (password )?policy:\s*/i, ""))}`,
  LimitExceededException: () => "Too many tries. Wait a few minutes, then try again.",
  NetworkError: () => "The sign-in service can't be reached. Check your connection, then try again.",
  NotAuthorizedException: (message) =>
    notAuthorized.find(([pattern]) => pattern.test(message))?.[1] ?? sentence(message),
  PasswordHistoryPolicyViolationException: () => "You have used that password before. Choose another.",
  PasswordResetRequiredException: () => "Your password has to be reset first. Choose “Forgotten password”.",
  TooManyFailedAttemptsException: () => "Too many tries. Wait a few minutes, then try again.",
  TooManyRequestsException: () => "The sign-in service is busy. Wait a moment, then try again.",
  UserAlreadyAuthenticatedException: () => "This browser is signed in already. Reload the page.",
  UserLambdaValidationException: (message) => sentence(message),
  UserNotConfirmedException: () =>
    "This account is not confirmed yet. Confirm it with the code that was sent to you.",
  UserNotFoundException: () => noMatch,
  UsernameExistsException: () => "That username is taken. Choose another, or sign in.",
} as const satisfies Record<string, Words>;

// Cognito answers NotAuthorizedException for very different things; only its message tells them apart.
const notAuthorized: [RegExp, string][] = [
  [/current status is confirmed/i, "This account is already confirmed. Sign in."],
  [/sign\s?up is not permitted/i, "Nobody can sign up here by themselves. Ask an operator for an account."],
  [/disabled/i, "This account is disabled. Ask an operator to enable it."],
  [/attempts exceeded/i, "Too many tries. Wait a few minutes, then try again."],
  [/incorrect|not authorized/i, noMatch],
];

const sentence = (message: string) => {
  const text = message.trim().replace(/\.?$/, ".");
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** An error of the auth flows in words: what happened and what to do next. */
export const explainAuthError = (error: unknown): string => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const words: Words | undefined = Object.hasOwn(authErrorWords, name)
    ? authErrorWords[name as keyof typeof authErrorWords]
    : undefined;
  return words?.(message) ?? `That did not work: ${sentence(message)} Try again.`;
};
