import type { Key } from "../item.ts";
import { keyDigest } from "./digest.ts";

const LONGEST = 200;
const PLAIN = /^[\w.:@+/#-]+$/;

/** A key for people: `id=c-1`, or `pk="a b", sk=7`. A very long one is cut, and its digest added so that it stays exact. */
export function keyText(key: Key): string {
  const text = Object.entries(key)
    .map(([name, value]) => `${name}=${valueText(value)}`)
    .join(", ");
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST).toWellFormed()}… (SHA-256 ${keyDigest(key).slice(0, 16)}…)`;
}

function valueText(value: object): string {
  const content: unknown = Object.values(value).find((member) => member !== undefined);
  if (content instanceof Uint8Array) return Buffer.from(content).toString("base64");
  return PLAIN.test(String(content)) ? String(content) : JSON.stringify(content);
}
