import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";

/** A part of a recovery point: a chunk, counted from 1, or the manifest. */
export type Part = number | "manifest";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const tagLength = 16;
const checksumLength = 32;
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
  const sealed = [cipher.update(await compress(content, level)), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([...sealed, checksum(sealed)]);
}

/** Throws, saying how it differs, unless the bytes are what `seal` gave for this data key, recovery point and part. */
export async function open(dataKey: Buffer, pointId: string, part: Part, file: Buffer): Promise<Buffer> {
  const sealed = file.subarray(0, -checksumLength);
  if (file.length < tagLength + checksumLength || !checksum([sealed]).equals(file.subarray(-checksumLength)))
    throw new Error("was changed or cut: its checksum is another");
  return decompress(decrypt(dataKey, pointId, part, sealed));
}

function decrypt(dataKey: Buffer, pointId: string, part: Part, sealed: Buffer): Buffer {
  try {
    const decipher = createDecipheriv("aes-256-gcm", dataKey, nonce(part), { authTagLength: tagLength });
    decipher.setAAD(associatedData(pointId, part));
    decipher.setAuthTag(sealed.subarray(-tagLength));
    return Buffer.concat([decipher.update(sealed.subarray(0, -tagLength)), decipher.final()]);
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
