import type { Key } from "../item.ts";
import { encoders } from "./encode.ts";

const keyTypes = Object.fromEntries(
  (["S", "N", "B"] as const).map((type) => [encoders[type].tag, type]),
) as Record<number, "S" | "N" | "B">;

/** The key whose canonical form this is: a number in its canonical spelling, binary as base64. Throws when it is none. */
export function decodeKey(bytes: Uint8Array): Key {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length: number) => {
    if (at + length > buffer.length)
      throw new Error("These bytes are not a key's canonical form: they end too early.");
    at += length;
    return buffer.subarray(at - length, at);
  };
  const part = () => take(take(4).readUInt32BE());
  const key: Record<string, object> = {};
  for (let left = take(4).readUInt32BE(); left > 0; left--) {
    const name = part().toString();
    const type = keyTypes[take(1)[0]!];
    if (!type)
      throw new Error("These bytes are not a key's canonical form: a key holds text, numbers or binary.");
    key[name] = { [type]: part().toString(type === "B" ? "base64" : "utf8") };
  }
  if (at !== buffer.length)
    throw new Error("These bytes are not a key's canonical form: something follows it.");
  return key;
}
