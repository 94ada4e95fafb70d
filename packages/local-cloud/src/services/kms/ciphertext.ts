import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AwsError } from "../../errors.ts";
import type { Key } from "./keys.ts";

export type EncryptionContext = Record<string, string>;

/** One version byte, the key's id (16 bytes), the nonce (12 bytes); then the encrypted bytes and a 16 byte tag. */
const version = 1;
const headerLength = 29;
const tagLength = 16;

/** Encrypts under a KMS key: AES-256-GCM, bound to the key and the encryption context. */
export function seal(key: Key, plaintext: Buffer, context: EncryptionContext): Buffer {
  const header = Buffer.concat([
    Buffer.from([version]),
    Buffer.from(key.id.replaceAll("-", ""), "hex"),
    randomBytes(12),
  ]);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key.material, "base64"), nonce(header));
  cipher.setAAD(associatedData(header, context));
  return Buffer.concat([header, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Throws InvalidCiphertextException unless the blob, the key and the context are those of `seal`. */
export function open(key: Key, blob: Buffer, context: EncryptionContext): Buffer {
  try {
    const header = blob.subarray(0, headerLength);
    const decipher = createDecipheriv("aes-256-gcm", Buffer.from(key.material, "base64"), nonce(header));
    decipher.setAAD(associatedData(header, context));
    decipher.setAuthTag(blob.subarray(-tagLength));
    return Buffer.concat([decipher.update(blob.subarray(headerLength, -tagLength)), decipher.final()]);
  } catch {
    throw invalid(`It doesn't open with ${key.arn} and this encryption context.`);
  }
}

/** The id of the key that a blob was sealed with. Throws InvalidCiphertextException. */
export function keyIdOf(blob: Buffer): string {
  if (blob.length < headerLength + tagLength || blob[0] !== version) {
    throw invalid("It isn't a ciphertext of this local cloud's KMS.");
  }
  return blob.toString("hex", 1, 17).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const nonce = (header: Buffer) => header.subarray(17, headerLength);

const associatedData = (header: Buffer, context: EncryptionContext) =>
  Buffer.concat([
    header,
    Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)))),
  ]);

const invalid = (reason: string) =>
  new AwsError("InvalidCiphertextException", `The ciphertext is invalid. ${reason}`);
