import * as v from "valibot";

/** One thing that happened, as it stands in the log file: a JSON object a line. */
export const LogLine = v.object({
  /** By the machine's clock. */
  at: v.pipe(v.string(), v.isoTimestamp()),
  /** By the cloud's clock, where that is ahead. */
  cloudAt: v.optional(v.string()),
  service: v.string(),
  message: v.string(),
  /** A call through the front door. */
  call: v.optional(
    v.object({
      operation: v.string(),
      status: v.number(),
      caller: v.optional(v.string()),
      code: v.optional(v.string()),
      error: v.optional(v.string()),
    }),
  ),
});
export type LogLine = v.InferOutput<typeof LogLine>;

/** Nothing for a line that is none, such as one that a crash cut off. */
export function parseLine(text: string): LogLine | undefined {
  try {
    const parsed = v.safeParse(LogLine, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

const denials =
  /^(AccessDenied|Unauthorized|NotAuthorized|InvalidSignature|SignatureDoesNotMatch|UnrecognizedClient|MissingAuthentication|InvalidClientTokenId|InvalidAccessKeyId|ExpiredToken)/;

/** Whether somebody was refused something: by a policy, or because nobody knows who asked. */
export const isDenied = ({ service, call }: LogLine): boolean =>
  call ? denials.test(call.code ?? "") : service === "iam";

export const isFailed = ({ call }: LogLine): boolean => (call?.status ?? 0) >= 400;
