import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { promisify } from "node:util";
import { constants, createZstdCompress, zstdDecompress } from "node:zlib";
import { release } from "../../dynamodb/moving/release.ts";

/** A part of a recovery point: a chunk, counted from 1, or the manifest. */
export type Part = number | "manifest";

const decompress = promisify(zstdDecompress);
const tagLength = 16;
const checksumLength = 32;
/** What is decompressed is one piece when there is room for it; room is memory only as far as it is used. */
const usualRoom = 2 * 1024 * 1024;
// The fastest: JSON of items shrinks to about a tenth, and higher levels take more than they give.
const level = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Compresses (zstd), encrypts (AES-256-GCM), and appends the SHA-256 of it all. The nonce is the part's number: a
 * data key serves one recovery point only, so no nonce comes twice. The tag binds the recovery point's id and the
 * part; the checksum tells, without any key, whether a file is the one that was written.
 */
export async function seal(dataKey: Buffer, pointId: string, part: Part, content: Buffer): Promise<Buffer> {
  const cipher = createCipheriv("aes-256-gcm", dataKey, nonce(part));
  cipher.setAAD(associatedData(pointId, part));
  const compressed = await compress(content);
  const sealed = compressed.map((piece) => cipher.update(piece));
  compressed.forEach(release);
  sealed.push(cipher.final(), cipher.getAuthTag());
  const file = Buffer.concat([...sealed, checksum(sealed)]);
  sealed.forEach(release);
  return file;
}

/** Throws, saying how it differs, unless the bytes are what `seal` gave for this data key, recovery point and part. */
export async function open(dataKey: Buffer, pointId: string, part: Part, file: Buffer): Promise<Buffer> {
  const sealed = file.subarray(0, -checksumLength);
  if (file.length < tagLength + checksumLength || !checksum([sealed]).equals(file.subarray(-checksumLength)))
    throw new Error("was changed or cut: its checksum is another");
  const compressed = decrypt(dataKey, pointId, part, sealed);
  const content = await decompress(compressed, { chunkSize: usualRoom });
  release(compressed);
  return content;
}

/** In pieces of the same memory, where Node's `zstdCompress` would copy them together. */
async function compress(content: Buffer): Promise<Buffer[]> {
  const room = Math.max(1024, content.length + (content.length >> 7));
  const stream = createZstdCompress({ ...level, chunkSize: room });
  stream.end(content);
  return Array.fromAsync<Buffer>(stream);
}

function decrypt(dataKey: Buffer, pointId: string, part: Part, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv("aes-256-gcm", dataKey, nonce(part), { authTagLength: tagLength });
    decipher.setAAD(associatedData(pointId, part));
    decipher.setAuthTag(sealed.subarray(-tagLength));
    const decrypted = decipher.update(sealed.subarray(0, -tagLength));
    // It has nothing left to give: GCM pads nothing. It throws unless all of it is authentic.
    decipher.final();
    return decrypted;
  } catch (cause) {
    throw new Error("is whole, but was not written in this place", { cause });
  }
}

function checksum(parts: Buffer[]): Buffer {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function nonce(part: Part): Buffer {
  const bytes = Buffer.alloc(12, part === "manifest" ? 0xff : 0);
  if (part !== "manifest") bytes.writeBigUInt64BE(BigInt(part), 4);
  return bytes;
}

const associatedData = (pointId: string, part: Part) =>
  Buffer.from(`holdfast recovery point\n${pointId}\n${part}`);
