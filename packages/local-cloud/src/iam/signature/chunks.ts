import { createHash } from "node:crypto";
import { byteReader, incomplete } from "./byteReader.ts";
import { refusal } from "./faults.ts";
import type { Seal } from "./payload.ts";
import { hmac, isSame, sha256 } from "./signingKey.ts";

interface Options {
  /** What the chunks' signatures go on from, each over the one before it. Absent where they bear none. */
  seal?: Seal;
  /** Takes the headers that follow the last chunk, their names in lower case. */
  trailers: Record<string, string>;
}

const EMPTY = sha256("");
const SIGNATURE = "x-amz-trailer-signature";

/**
 * The data out of `aws-chunked` content: chunks with their sizes and signatures, then perhaps headers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function* decodeChunks(
  body: AsyncIterable<Buffer>,
  { seal, trailers }: Options,
): AsyncIterable<Buffer> {
  const reader = byteReader(body);
  const check = seal && signatureChain(seal);
  for (;;) {
    const { size, signature } = headOf(await reader.line());
    const hash = createHash("sha256");
    for await (const part of reader.take(size)) {
      hash.update(part);
      yield part;
    }
    check?.("PAYLOAD", `${EMPTY}\n${hash.digest("hex")}`, signature);
    if (size === 0) break;
    if ((await reader.line()) !== "") throw incomplete();
  }
  let signed = "";
  for (let line = await reader.line(); line !== ""; line = await reader.line()) {
    const [name, value] = trailerOf(line);
    if (name === SIGNATURE) check?.("TRAILER", sha256(signed), value);
    else {
      trailers[name] = value;
      signed += `${name}:${value}\n`;
    }
    if (name === SIGNATURE) signed = "";
  }
  if (check && signed !== "") throw refusal("s3", "mismatch");
}

function headOf(line: string): { size: number; signature: string } {
  const [, size, signature = ""] = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line) ?? [];
  if (size === undefined) throw incomplete();
  return { size: Number.parseInt(size, 16), signature };
}

function trailerOf(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  if (colon < 1) throw incomplete();
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

type Check = (kind: "PAYLOAD" | "TRAILER", hashes: string, signature: string) => void;

/** Each signature is over the one before it: chunks can't change places. */
function signatureChain({ signingKey, at, scope, signature: seed }: Seal): Check {
  let previous = seed;
  return (kind, hashes, signature) => {
    const text = `AWS4-HMAC-SHA256-${kind}\n${at}\n${scope}\n${previous}\n${hashes}`;
    const computed = hmac(signingKey, text).toString("hex");
    if (!isSame(computed, signature)) throw refusal("s3", "mismatch");
    previous = computed;
  };
}
