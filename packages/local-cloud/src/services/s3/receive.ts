import type { HttpRequest } from "../../service.ts";
import { type Algorithm, algorithms, type Digest, hash, headerOf, isAlgorithm } from "./checksums.ts";
import { invalidArgument, notImplemented, s3Error } from "./errors.ts";

export interface Checksum {
  algorithm: Algorithm;
  /** Base64; of several parts' checksums with `-` and their number after it. */
  value: string;
  type: "FULL_OBJECT" | "COMPOSITE";
}

export interface Received {
  size: number;
  /** Hex. */
  md5: string;
  checksum: Checksum;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const mostBytes = 5 * 1024 ** 3;

/**
 * Takes in a body of any size, part by part, and throws unless it is what its headers and trailers promise.
 * @param fallback the checksum to make where the request names none
 */
export async function receive(
  request: HttpRequest,
  append: (chunk: Buffer) => Promise<void> | void,
  fallback: Algorithm = "CRC64NVME",
): Promise<Received> {
  const { headers, stream = [] as never, trailers = {} } = request;
  const contentHash = headers["x-amz-content-sha256"] ?? "";
  const isChunked = contentHash.startsWith("STREAMING-");
  const expectedSize = sizeOf(headers[isChunked ? "x-amz-decoded-content-length" : "content-length"]);
  const algorithm = algorithmOf(headers) ?? fallback;
  const [checksum, md5] = [algorithms[algorithm]() as Digest, hash("md5")];
  const sha256 = /^[0-9a-f]{64}$/.test(contentHash) ? hash("sha256") : undefined;

  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > expectedSize) throw incomplete();
    for (const digest of [checksum, md5, sha256]) digest?.update(chunk);
    await append(chunk);
  }
  if (size !== expectedSize) throw incomplete();

  const received = checksum.digest().toString("base64");
  const md5Bytes = md5.digest();
  checkMd5(headers["content-md5"], md5Bytes);
  const promised = headers["x-amz-trailer"]?.toLowerCase();
  if (promised && trailers[promised] === undefined)
    throw s3Error("MalformedTrailerError", `The request's trailer ${promised} did not come.`);
  checkChecksum({ ...headers, ...trailers }[headerOf(algorithm)], algorithm, received);
  if (sha256 && sha256.digest().toString("hex") !== contentHash) {
    throw s3Error(
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  return {
    size,
    md5: md5Bytes.toString("hex"),
    checksum: { algorithm, value: received, type: "FULL_OBJECT" },
  };
}

/** A whole body in memory, for the small documents that operations take. */
export async function receiveDocument(request: HttpRequest, longest: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  await receive(request, (chunk) => {
    size += chunk.length;
    if (size > longest) throw s3Error("EntityTooLarge", "The document is larger than S3 takes one.");
    chunks.push(chunk);
  });
  return Buffer.concat(chunks);
}

/** Whether a request says by what its body can be checked: some operations insist on it. */
export const isChecked = ({ headers }: HttpRequest): boolean =>
  headers["content-md5"] !== undefined || algorithmOf(headers) !== undefined;

function sizeOf(header: string | undefined): number {
  const size = Number(header);
  if (header === undefined || !Number.isSafeInteger(size) || size < 0)
    throw s3Error("MissingContentLength", "You must provide the Content-Length HTTP header.");
  if (size > mostBytes)
    throw s3Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", {
      ProposedSize: size,
      MaxSizeAllowed: mostBytes,
    });
  return size;
}

/** The one algorithm that the headers name, with its value there or in a trailer. */
function algorithmOf(headers: HttpRequest["headers"]): Algorithm | undefined {
  const given = Object.keys(headers)
    .filter((name) => name.startsWith("x-amz-checksum-"))
    .map((name) => name.slice("x-amz-checksum-".length).toUpperCase())
    .filter((name) => !["ALGORITHM", "MODE", "TYPE"].includes(name));
  const trailer = /^x-amz-checksum-(.+)$/i.exec(headers["x-amz-trailer"] ?? "")?.[1]?.toUpperCase();
  const named = [...new Set([...given, ...(trailer ? [trailer] : [])])];
  if (named.length > 1) {
    throw s3Error(
      "InvalidRequest",
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  }
  const algorithm = named[0] ?? headers["x-amz-sdk-checksum-algorithm"]?.toUpperCase();
  if (algorithm === undefined || isAlgorithm(algorithm)) return algorithm;
  throw notImplemented(`The checksum algorithm ${algorithm}`);
}

function checkMd5(header: string | undefined, received: Buffer): void {
  if (header === undefined) return;
  const expected = Buffer.from(header, "base64");
  if (expected.length !== 16)
    throw s3Error("InvalidDigest", "The Content-MD5 you specified was invalid.", { "Content-MD5": header });
  if (!expected.equals(received))
    throw s3Error("BadDigest", "The Content-MD5 you specified did not match what we received.", {
      ExpectedDigest: expected.toString("hex"),
      CalculatedDigest: received.toString("base64"),
    });
}

function checkChecksum(expected: string | undefined, algorithm: Algorithm, received: string): void {
  if (expected === undefined || expected === received) return;
  if (Buffer.from(expected, "base64").length !== Buffer.from(received, "base64").length)
    throw invalidArgument(`Value for ${headerOf(algorithm)} header is invalid.`);
  throw s3Error("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
}

const incomplete = () =>
  s3Error(
    "IncompleteBody",
    "You did not provide the number of bytes specified by the Content-Length HTTP header.",
  );
