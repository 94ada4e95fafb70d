import { createHash } from "node:crypto";
import { AwsError } from "../../errors.ts";
import { type Chunking, decodeChunks } from "./chunks.ts";
import type { Claim } from "./claim.ts";
import { headerOf, type RawRequest } from "./rawRequest.ts";
import { isSame } from "./signingKey.ts";

/** A signature that was found right, with what the signatures of the body's chunks go on from. */
export interface Seal {
  signingKey: Buffer;
  /** When it was made, such as `20261122T120000Z`. */
  at: string;
  scope: string;
  signature: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html (x-amz-content-sha256) */
const streaming: Record<string, Chunking> = {
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": { signed: true, trailer: false },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": { signed: true, trailer: true },
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER": { signed: false, trailer: true },
};
const UNSIGNED = "UNSIGNED-PAYLOAD";

/** What a request says of its body: its hash, that it isn't signed, or that its chunks are. */
export function declaredHash(request: RawRequest, { form }: Pick<Claim, "form">): string {
  const declared = headerOf(request, "x-amz-content-sha256");
  if (declared === undefined) {
    if (form === "query") return UNSIGNED;
    throw new AwsError("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  if (declared !== UNSIGNED && !streaming[declared] && !/^[0-9a-f]{64}$/.test(declared))
    throw new AwsError(
      "InvalidArgument",
      `x-amz-content-sha256 must be ${UNSIGNED}, ${Object.keys(streaming).join(", ")}, or a valid sha256 value.`,
      { fields: { ArgumentName: "x-amz-content-sha256", ArgumentValue: declared } },
    );
  return declared;
}

interface Options {
  request: RawRequest;
  declared: string;
  seal: Seal;
}

/** The body as it was before it was sent. Breaks off where it isn't what was signed. */
export function signedBody(
  body: AsyncIterable<Buffer>,
  { request, declared, seal }: Options,
): AsyncIterable<Buffer> {
  const chunking = streaming[declared];
  if (chunking) {
    const length = headerOf(request, "x-amz-decoded-content-length");
    if (!/^\d+$/.test(length ?? ""))
      throw new AwsError("MissingContentLength", "You must provide the Content-Length HTTP header.", {
        status: 411,
      });
    const trailers = headerOf(request, "x-amz-trailer")?.toLowerCase().split(",") ?? [];
    return decodeChunks(body, { ...chunking, seal, length: Number(length), trailers });
  }
  return declared === UNSIGNED ? body : hashed(body, declared);
}

async function* hashed(body: AsyncIterable<Buffer>, declared: string): AsyncIterable<Buffer> {
  const hash = createHash("sha256");
  for await (const part of body) {
    hash.update(part);
    yield part;
  }
  const computed = hash.digest("hex");
  if (isSame(computed, declared)) return;
  throw new AwsError(
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { fields: { ClientComputedContentSHA256: declared, S3ComputedContentSHA256: computed } },
  );
}
