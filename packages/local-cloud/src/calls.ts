import { AwsError } from "./errors.ts";
import type { StrikeCall } from "./faults/door.ts";
import type { HttpReply, HttpRequest, Principal, Service, StreamReply } from "./service.ts";

/** A call as the log has it: who asked for what and how that ended; nothing of what was sent or answered. */
export interface LoggedCall {
  service: string;
  operation: string;
  status: number;
  /** The caller's ARN. */
  caller?: string;
  /** AWS's name for the error. */
  code?: string;
  error?: string;
}

export interface CallsDeps {
  /** By the name that requests are signed for. */
  services: Record<string, Service>;
  /** What faults on request make of a call. */
  strike: StrikeCall;
  log(call: LoggedCall): void;
}

export interface Call {
  service: string;
  operation: string;
  request: HttpRequest;
  caller: Principal;
}

/** Has a service answer a call, as faults leave it. Throws what `refuse` makes an answer of. */
export async function take(
  { services, strike, log }: CallsDeps,
  { service, operation, request, caller }: Call,
  signal: AbortSignal,
): Promise<HttpReply | StreamReply> {
  await strike({ service, operation, request }, signal);
  const answer = await services[service]!.handle(request, caller);
  log({ service, operation, status: answer.status, caller: caller.arn });
  return answer;
}

/** What the service answers to a call that failed, noted in the log. */
export function refuse(
  { services, log }: CallsDeps,
  { service, operation, caller }: Pick<Call, "service" | "operation"> & Partial<Call>,
  cause: Error,
): HttpReply {
  const error = expected(cause);
  const answer = services[service]!.formatError(error);
  const { code } = error;
  log({ service, operation, status: answer.status, caller: caller?.arn, code, error: firstLine(error) });
  return answer;
}

/** A service asks another one, both in this process: as through the front door, without the way there and back. */
export async function callInside(
  deps: CallsDeps,
  { body, ...call }: Omit<Call, "request"> & { body: Uint8Array },
  signal: AbortSignal,
): Promise<HttpReply> {
  const headers = { "x-amz-target": `.${call.operation}` };
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const request = { method: "POST", path: "/", query: new URLSearchParams(), headers, body: bytes };
  // A service that is asked like this answers in one piece.
  return take(deps, { ...call, request }, signal).catch((error) =>
    refuse(deps, call, error),
  ) as Promise<HttpReply>;
}

export function expected(error: Error): AwsError {
  if (error instanceof AwsError) return error;
  // What JSON.parse says has a piece of the text in it, which may be a password.
  if (error instanceof SyntaxError) {
    return new AwsError("SerializationException", "The request's body isn't JSON.");
  }
  return new AwsError("InternalFailure", error.message, { status: 500 });
}

/** A wrong signature is answered with what was signed, which is none of the log's business. */
export const firstLine = ({ message }: Error): string => message.split("\n", 1)[0]!;
