import { createHash } from "node:crypto";
import { invalidRequest } from "./errors.ts";

/** A request's token, and what the request asked for. */
export interface Idempotency {
  token: string;
  request: string;
}

/** Undefined for a request without a token. */
export function idempotencyOf({
  IdempotencyToken: token,
  ...request
}: { IdempotencyToken?: string } & Record<string, unknown>): Idempotency | undefined {
  if (token === undefined) return undefined;
  const text = JSON.stringify(request, (_, value) => (isPlainObject(value) ? sorted(value) : value));
  return { token, request: createHash("sha256").update(text).digest("base64") };
}

/**
 * The job that an earlier request with the same token started: "Retrying a successful request with the same
 * idempotency token results in a success message with no action taken."
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartBackupJob.html
 * Throws InvalidRequestException when that request asked for something else: AWS documents no name for it.
 */
export function earlierJob<Job extends { idempotency?: Idempotency }>(
  jobs: Job[],
  idempotency: Idempotency | undefined,
): Job | undefined {
  if (!idempotency) return undefined;
  const earlier = jobs.find((job) => job.idempotency?.token === idempotency.token);
  if (!earlier || earlier.idempotency?.request === idempotency.request) return earlier;
  throw invalidRequest(
    `The idempotency token ${idempotency.token} was used before, by a request with other parameters.`,
  );
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sorted = (value: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
