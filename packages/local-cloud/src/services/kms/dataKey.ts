import { randomBytes } from "node:crypto";
import { type EncryptionContext, seal } from "./ciphertext.ts";
import { type Key, requireUsable } from "./keys.ts";

export interface DataKey {
  /** The key's bytes: never to be written to disk. */
  plaintext: Buffer;
  /** The same, encrypted under the KMS key. */
  ciphertext: Buffer;
}

/** A fresh random key, with its copy encrypted under `key`. */
export function newDataKey(key: Key, bytes: number, context: EncryptionContext): DataKey {
  const plaintext = randomBytes(bytes);
  return { plaintext, ciphertext: seal(requireUsable(key), plaintext, context) };
}
