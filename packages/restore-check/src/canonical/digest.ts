import { hash } from "node:crypto";
import type { Item, Key } from "../item.ts";
import { UnreadableItem } from "../unreadable.ts";
import { encodeMap } from "./encode.ts";
import { Writer } from "./writer.ts";

/** A key's digest is never an item's, whatever they hold. */
const DOMAIN = { key: 1, item: 2 } as const;

export interface Digester {
  /** SHA-256 of an item's key, in hex. */
  key(item: Item): string;
  /** SHA-256 of a whole item, in hex: equal exactly when DynamoDB would call the items equal. */
  item(item: Item): string;
}

/** Digests of items whose key is made of these attributes. */
export function digester(keyNames: readonly string[]): Digester {
  const writer = new Writer();
  const digest = (domain: number, item: Item) => {
    writer.clear();
    writer.byte(domain);
    encodeMap(writer, item);
    return hash("sha256", writer.written(), "hex");
  };
  return {
    key: (item) => digest(DOMAIN.key, keyOf(item, keyNames)),
    item: (item) => digest(DOMAIN.item, item),
  };
}

/** SHA-256 of a key on its own, in hex, as `digester` gives it for the key's item. Stored with recorded deletions. */
export function keyDigest(key: Key): string {
  return digester(Object.keys(key)).key(key);
}

/** The key attributes of an item. */
export function keyOf(item: Item, keyNames: readonly string[]): Key {
  return Object.fromEntries(
    keyNames.map((name) => {
      if (!Object.hasOwn(item, name)) throw new UnreadableItem(`has no key attribute "${name}"`);
      return [name, item[name]!];
    }),
  );
}
