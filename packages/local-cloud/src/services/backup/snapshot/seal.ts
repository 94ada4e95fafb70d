import { createCipheriv, createDecipheriv } from "node:crypto";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";

/** A part of a recovery point: a chunk, counted from 1, or the manifest. */
export type Part = number | "manifest";

export const nameOf = (part: Part) => (part === "manifest" ? "the manifest" : `chunk ${part}`);

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const tagLength = 16;

/**
 * Compresses (zstd), then encrypts with AES-256-GCM. The nonce is the part's number: a data key serves one
 * recovery point only, so no nonce comes twice. The tag also binds the recovery point's id and the part.
 */
export async function seal(dataKey: Buffer, pointId: string, part: Part, content: Buffer): Promise<Buffer> {
  const cipher = createCipheriv("aes-256-gcm", dataKey, nonce(part));
  cipher.setAAD(associatedData(pointId, part));
  return Buffer.concat([cipher.update(await compress(content)), cipher.final(), cipher.getAuthTag()]);
}

/** Throws unless the bytes are what `seal` gave for this data key, recovery point and part. */
export async function open(dataKey: Buffer, pointId: string, part: Part, sealed: Buffer): Promise<Buffer> {
  const decipher = createDecipheriv("aes-256-gcm", dataKey, nonce(part), { authTagLength: tagLength });
  decipher.setAAD(associatedData(pointId, part));
  decipher.setAuthTag(sealed.subarray(-tagLength));
  return decompress(Buffer.concat([decipher.update(sealed.subarray(0, -tagLength)), decipher.final()]));
}

function nonce(part: Part): Buffer {
  const bytes = Buffer.alloc(12, part === "manifest" ? 0xff : 0);
  if (part !== "manifest") bytes.writeBigUInt64BE(BigInt(part), 4);
  return bytes;
}

const associatedData = (pointId: string, part: Part) =>
  Buffer.from(`holdfast recovery point\n${pointId}\n${part}`);
