import { AwsError } from "../../errors.ts";

/** Why a delivery failed, in EventBridge's words, and whether it is tried again. */
export interface Failure {
  code: string;
  message: string;
  isRetried: boolean;
}

/** What no retry mends: permissions, and targets that aren't there. */
const forGood: [RegExp, string][] = [
  [/AccessDenied|NotAuthorized/, "NO_PERMISSIONS"],
  [/ResourceNotFound|DoesNotExist|NotFound/, "NO_RESOURCE"],
  [/InvalidJson/, "INVALID_JSON"],
  [/Invalid|Validation|Malformed/, "INVALID_PARAMETER"],
];

const passing: [RegExp, string][] = [
  [/TooManyRequests|Throttl|LimitExceeded|SlowDown/, "THROTTLING"],
  [/Timeout|Timedout/, "TIMEOUT"],
  [/KMS/, "ERROR_FROM_TARGET"],
];

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
export function failureOf(error: Error): Failure {
  const { message } = error;
  if (!(error instanceof AwsError)) return { code: "INTERNAL_ERROR", message, isRetried: true };
  const name = error.code;
  const passed = passing.find(([pattern]) => pattern.test(name));
  if (passed) return { code: passed[1], message, isRetried: true };
  if (error.status >= 500) return { code: "ERROR_FROM_TARGET", message, isRetried: true };
  const lasting = forGood.find(([pattern]) => pattern.test(name));
  return { code: lasting?.[1] ?? "SDK_CLIENT_ERROR", message, isRetried: lasting === undefined };
}
