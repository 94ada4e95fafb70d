import * as v from "valibot";
import type { Bucket } from "./buckets.ts";
import { accessDeniedByLock, invalidArgument, s3Error } from "./errors.ts";
import { mayAlso, type ObjectCall } from "./operation.ts";
import { isChecked } from "./receive.ts";
import type { Retention, Version } from "./versions.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */

export const retentionSchema = v.object({
  Mode: v.optional(v.picklist(["GOVERNANCE", "COMPLIANCE"])),
  RetainUntilDate: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => !Number.isNaN(Date.parse(text))),
    ),
  ),
});

type Locked = Pick<Version, "retention" | "legalHold">;

/** What of Object Lock an upload asks for; where it says nothing, the bucket's default. */
export function lockOfUpload(call: ObjectCall): Locked {
  const { bucket, clock } = call;
  const mode = call.header("x-amz-object-lock-mode");
  const until = call.header("x-amz-object-lock-retain-until-date");
  const hold = call.header("x-amz-object-lock-legal-hold");
  if ((mode === undefined) !== (until === undefined))
    throw invalidArgument(
      "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
    );
  if (mode ?? hold) requireLock(bucket);
  if (!bucket.objectLock) return {};
  if (hold !== undefined && hold !== "ON" && hold !== "OFF")
    throw invalidArgument("Unknown wormLegalHoldStatus directive.", "x-amz-object-lock-legal-hold", hold);
  const retention = mode ? retentionOf(mode, until!, clock.now()) : defaultRetention(bucket, clock.now());
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html, under "Content-MD5"
  if ((retention ?? hold) && call.request.method === "PUT" && !isChecked(call.request))
    throw s3Error(
      "InvalidRequest",
      "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters",
    );
  return { retention, legalHold: hold === "ON" || undefined };
}

export function requireLock(bucket: Bucket): void {
  if (!bucket.objectLock) throw s3Error("InvalidRequest", "Bucket is missing Object Lock Configuration");
}

export function retentionOf(mode: string, until: string, now: Date): Retention {
  if (mode !== "GOVERNANCE" && mode !== "COMPLIANCE")
    throw invalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode", mode);
  const date = new Date(until);
  if (Number.isNaN(date.getTime()))
    throw invalidArgument("The retain until date must be provided in ISO 8601 format");
  if (date <= now) throw invalidArgument("The retain until date must be in the future!");
  return { mode, until: date.toISOString() };
}

function defaultRetention({ defaultRetention: wanted }: Bucket, now: Date): Retention | undefined {
  if (!wanted) return undefined;
  const until = new Date(now);
  if (wanted.years) until.setUTCFullYear(until.getUTCFullYear() + wanted.years);
  if (wanted.days) until.setUTCDate(until.getUTCDate() + wanted.days);
  return { mode: wanted.mode, until: until.toISOString() };
}

/** Throws unless a version may go: nobody removes what compliance holds before its time. */
export function requireDeletable(call: ObjectCall, version: Version): void {
  if (version.legalHold) throw accessDeniedByLock();
  if (isRetained(version, call.clock.now()) && !mayBypass(call, version)) throw accessDeniedByLock();
}

/** Throws unless a version's retention may become `next`; undefined takes it away. */
export function requireChangeable(call: ObjectCall, version: Version, next: Retention | undefined): void {
  const { retention } = version;
  if (!retention || !isRetained(version, call.clock.now())) return;
  const isLonger = next !== undefined && next.until >= retention.until;
  // Governance may become compliance for as long; nothing is ever taken from compliance.
  if (isLonger && (next.mode === retention.mode || next.mode === "COMPLIANCE")) return;
  if (!mayBypass(call, version)) throw accessDeniedByLock();
}

const isRetained = ({ retention }: Version, now: Date): boolean =>
  retention !== undefined && new Date(retention.until) > now;

/** It takes both the header and the permission. */
const mayBypass = (call: ObjectCall, { retention }: Version): boolean =>
  retention?.mode === "GOVERNANCE" &&
  call.header("x-amz-bypass-governance-retention")?.toLowerCase() === "true" &&
  mayAlso(call, { Bucket: call.bucket.id, Key: call.key }, "BypassGovernanceRetention");
