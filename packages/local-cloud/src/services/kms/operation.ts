import * as v from "valibot";
import { AwsError } from "../../errors.ts";
import type { Authorize, Principal } from "../../service.ts";
import type { EncryptionContext } from "./ciphertext.ts";
import type { Key, Keys } from "./keys.ts";

export interface Call {
  keys: Keys;
  /** Refuses unless the caller may do this operation on the key, or on `*`. */
  authorize(key?: Key, context?: EncryptionContext): void;
  /** Whether the key can be used, faults on request included. */
  isEnabled(key: Key): boolean;
}

/** One API operation: its input, and what it does with it. */
export interface Operation {
  run(body: unknown, call: Call): object;
}

export function operation<Schema extends v.GenericSchema>(
  input: Schema,
  run: (input: v.InferOutput<Schema>, call: Call) => object,
): Operation {
  return {
    run(body, call) {
      const parsed = v.safeParse(input, body);
      if (!parsed.success) throw invalidInput(parsed.issues);
      return run(parsed.output, call);
    },
  };
}

function invalidInput(issues: v.BaseIssue<unknown>[]): AwsError {
  const faults = issues.map((issue) => {
    const member = v.getDotPath(issue) ?? "";
    const name = member.charAt(0).toLowerCase() + member.slice(1);
    return `Value at '${name}' failed to satisfy constraint: ${issue.message}`;
  });
  const count = `${faults.length} validation error${faults.length > 1 ? "s" : ""} detected`;
  return new AwsError("ValidationException", `${count}: ${faults.join("; ")}`);
}

/** The authorization of one call, with what KMS tells about its encryption context. */
export function authorization(authorize: Authorize, caller: Principal, action: string): Call["authorize"] {
  return (key, context) => {
    const pairs = Object.entries(context ?? {});
    authorize(caller, action, key?.arn ?? "*", {
      "kms:CallerAccount": caller.accountId,
      ...Object.fromEntries(pairs.map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
      ...(pairs.length > 0 && { "kms:EncryptionContextKeys": pairs.map(([name]) => name) }),
      ...Object.fromEntries(
        Object.entries(key?.tags ?? {}).map(([name, value]) => [`aws:ResourceTag/${name}`, value]),
      ),
    });
  };
}

export const keyId = v.pipe(v.string(), v.minLength(1), v.maxLength(2048));

/** Bytes, base64 on the wire. */
export const blob = (maxBytes: number) =>
  v.pipe(
    v.string(),
    v.transform((text) => Buffer.from(text, "base64")),
    v.check(
      ({ length }) => length >= 1 && length <= maxBytes,
      `Member must have length between 1 and ${maxBytes}, inclusive`,
    ),
  );

export const encryptionContext = v.optional(v.record(v.string(), v.string()), {});

export const page = {
  Limit: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(1000))),
  Marker: v.optional(v.string()),
};

/** One page of a list; the marker is the position to go on from. */
export function paged<T>(
  all: T[],
  limit = 100,
  marker = "0",
): { items: T[]; Truncated: boolean; NextMarker?: string } {
  const start = Number(marker);
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new AwsError("InvalidMarkerException", `The marker ${marker} isn't one that a list gave.`);
  }
  const end = start + limit;
  const truncated = end < all.length;
  return {
    items: all.slice(start, end),
    Truncated: truncated,
    ...(truncated && { NextMarker: String(end) }),
  };
}

export const epochSeconds = (iso: string) => new Date(iso).getTime() / 1000;
