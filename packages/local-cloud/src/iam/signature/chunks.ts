import { createHash } from "node:crypto";
import { AwsError } from "../../errors.ts";
import { byteReader } from "./byteReader.ts";
import { type Checksum, checksums } from "./checksums.ts";
import { refusal } from "./faults.ts";
import type { Seal } from "./payload.ts";
import { hmac, isSame, sha256 } from "./signingKey.ts";

export interface Chunking {
  /** Whether each chunk bears a signature, which goes on from the one before it. */
  signed: boolean;
  /** Whether headers follow the last chunk. */
  trailer: boolean;
}

interface Options extends Chunking {
  seal: Seal;
  /** How many bytes the chunks hold together. */
  length: number;
  /** The headers that are to follow. */
  trailers: string[];
}

const EMPTY = sha256("");

/**
 * The data out of `aws-chunked` content: chunks with their sizes and signatures, then perhaps headers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* decodeChunks(body: AsyncIterable<Buffer>, options: Options): AsyncIterable<Buffer> {
  const { signed, trailer, length, trailers } = options;
  const reader = byteReader(body);
  const next = signatureChain(options.seal);
  const sums = new Map(
    trailers.flatMap((name) => (checksums[name] ? [[name, checksums[name]()] as const] : [])),
  );
  let total = 0;
  for (;;) {
    const [size, signature] = headOf(await reader.line());
    const hash = createHash("sha256");
    for await (const part of reader.take(size)) {
      hash.update(part);
      for (const sum of sums.values()) sum.update(part);
      yield part;
    }
    total += size;
    if (signed) next("PAYLOAD", `${EMPTY}\n${hash.digest("hex")}`, signature);
    if (size === 0) break;
    if ((await reader.line()) !== "") throw incomplete();
  }
  if (total !== length) throw incomplete();
  const following = await readTrailer(reader.line);
  if (trailer) checkTrailer(following, { signed, trailers, sums, next });
}

function headOf(line: string): [size: number, signature: string] {
  const [, size, signature = ""] =
    /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
  if (size === undefined) throw incomplete();
  return [Number.parseInt(size, 16), signature];
}

type Next = (kind: "PAYLOAD" | "TRAILER", hashes: string, signature: string) => void;

/** Each signature is over the one before it: chunks can't change places. */
function signatureChain({ signingKey, at, scope, signature: seed }: Seal): Next {
  let previous = seed;
  return (kind, hashes, signature) => {
    const text = `AWS4-HMAC-SHA256-${kind}\n${at}\n${scope}\n${previous}\n${hashes}`;
    const computed = hmac(signingKey, text).toString("hex");
    if (!isSame(computed, signature)) throw refusal("s3", "mismatch");
    previous = computed;
  };
}

async function readTrailer(line: () => Promise<string>): Promise<[name: string, value: string][]> {
  const found: [string, string][] = [];
  for (let text = await line(); text !== ""; text = await line()) {
    const colon = text.indexOf(":");
    if (colon < 0) throw malformedTrailer();
    found.push([text.slice(0, colon).toLowerCase(), text.slice(colon + 1).trim()]);
  }
  return found;
}

interface Trailing {
  signed: boolean;
  trailers: string[];
  sums: Map<string, Checksum>;
  next: Next;
}

function checkTrailer(following: [string, string][], { signed, trailers, sums, next }: Trailing): void {
  const own = following.filter(([name]) => name !== "x-amz-trailer-signature");
  if (trailers.some((name) => !own.some(([given]) => given === name))) throw malformedTrailer();
  if (signed) {
    const signature = following.find(([name]) => name === "x-amz-trailer-signature")?.[1] ?? "";
    next("TRAILER", sha256(own.map(([name, value]) => `${name}:${value}\n`).join("")), signature);
  }
  for (const [name, value] of own) {
    const sum = sums.get(name);
    if (sum && sum.digest() !== value)
      throw new AwsError(
        "BadDigest",
        `The ${name.replace("x-amz-checksum-", "").toUpperCase()} you specified did not match the calculated checksum.`,
      );
  }
}

const incomplete = () => new AwsError("IncompleteBody", "The request body terminated unexpectedly");

const malformedTrailer = () =>
  new AwsError(
    "MalformedTrailerError",
    "The request contained trailing data that was not well-formed or did not conform to our published schema.",
  );
