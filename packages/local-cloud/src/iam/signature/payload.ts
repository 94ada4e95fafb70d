import { AwsError } from "../../errors.ts";
import { decodeChunks } from "./chunks.ts";
import type { Claim } from "./claim.ts";
import { headerOf, type RawRequest } from "./rawRequest.ts";

/** A signature that was found right, with what the signatures of the body's chunks go on from. */
export interface Seal {
  signingKey: Buffer;
  /** When it was made, such as `20261122T120000Z`. */
  at: string;
  scope: string;
  signature: string;
}

/** A body as it was before it was sent. */
export interface Payload {
  stream: AsyncIterable<Buffer>;
  /** The headers that came after it: all of them are here once the stream has been read. */
  trailers: Record<string, string>;
}

/** Whether the chunks are signed. https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
const streaming: Record<string, { signed: boolean }> = {
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": { signed: true },
  "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": { signed: true },
  "STREAMING-UNSIGNED-PAYLOAD-TRAILER": { signed: false },
};
const UNSIGNED = "UNSIGNED-PAYLOAD";

/** What a request says of its body: its hash, that it isn't signed, or that it comes in chunks. */
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

/**
 * Takes the body out of the chunks that it may come in, and breaks off where a chunk isn't what was signed. Whether
 * the whole has the length, the hash and the checksum that its headers promise is S3's own to say.
 */
export function payloadOf(body: AsyncIterable<Buffer>, request: RawRequest, seal?: Seal): Payload {
  const trailers: Record<string, string> = {};
  const chunking = streaming[headerOf(request, "x-amz-content-sha256") ?? ""];
  if (!chunking) return { stream: body, trailers };
  return { stream: decodeChunks(body, { ...(chunking.signed ? { seal } : {}), trailers }), trailers };
}
