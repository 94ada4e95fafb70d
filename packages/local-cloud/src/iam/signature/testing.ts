import type { IssuedKey } from "../credentials.ts";
import { canonicalRequest } from "./canonicalRequest.ts";
import { isoBasic } from "./claim.ts";
import type { RawRequest } from "./rawRequest.ts";
import { createSignatures, type SignatureDeps } from "./signatures.ts";
import { hmac, scopeText, sha256, signingKey } from "./signingKey.ts";

export const place = { accountId: "123456789012", region: "us-east-1", partition: "aws" } as const;
export const now = "2026-11-25T12:00:00Z";

/** The checks of a cloud with this one key. */
export function signaturesFor(key: Partial<IssuedKey> = {}, more: Partial<SignatureDeps> = {}) {
  const issued: IssuedKey = {
    accessKeyId: "AKIAEXAMPLE",
    secretAccessKey: "secret",
    principal: { arn: "arn:aws:iam::123456789012:user/ann", accountId: "123456789012" },
    ...key,
  };
  const clock = clockAt(now);
  return createSignatures({
    place,
    clock,
    machineClock: clock,
    find: (id) => (id === issued.accessKeyId ? issued : undefined),
    ...more,
  });
}

export const clockAt = (time: string) => ({ now: () => new Date(time) });

interface Signing {
  service: string;
  at?: string;
  region?: string;
  accessKeyId?: string;
  secretAccessKey?: string;
  token?: string;
  method?: string;
  host?: string;
  target?: string;
  headers?: [string, string][];
  signed?: string[];
  payloadHash?: string;
  /** As a presigned URL that lasts so many seconds. */
  expires?: string;
}

/** A request signed as a client does. */
export function sign(body: string, options: Signing): RawRequest {
  const { service, region = "us-east-1", accessKeyId = "AKIAEXAMPLE", secretAccessKey = "secret" } = options;
  const { method = "POST", host = "127.0.0.1:4000", target = "/", token, expires } = options;
  const at = isoBasic(new Date(options.at ?? now));
  const scope = { date: at.slice(0, 8), region, service };
  const headers: [string, string][] = [["host", host], ...(options.headers ?? [])];
  if (expires === undefined) {
    headers.push(["x-amz-date", at]);
    if (token) headers.push(["x-amz-security-token", token]);
  }
  const signedHeaders = options.signed ?? [...new Set(headers.map(([name]) => name))].sort();
  const request: RawRequest = { method, target, headers };
  if (expires !== undefined)
    request.target += `${target.includes("?") ? "&" : "?"}${new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": `${accessKeyId}/${scopeText(scope)}`,
      "X-Amz-Date": at,
      "X-Amz-Expires": expires,
      "X-Amz-SignedHeaders": signedHeaders.join(";"),
      ...(token ? { "X-Amz-Security-Token": token } : {}),
    })}`;
  const payloadHash = options.payloadHash ?? sha256(body);
  const canonical = canonicalRequest(request, { signedHeaders, payloadHash, keepsPath: service === "s3" });
  const text = `AWS4-HMAC-SHA256\n${at}\n${scopeText(scope)}\n${sha256(canonical)}`;
  const signature = hmac(signingKey(secretAccessKey, scope), text).toString("hex");
  if (expires === undefined)
    headers.push([
      "authorization",
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scopeText(scope)}, SignedHeaders=${signedHeaders.join(";")}, Signature=${signature}`,
    ]);
  else request.target += `&X-Amz-Signature=${signature}`;
  return request;
}
