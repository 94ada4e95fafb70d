import type { Store } from "../store.ts";

/** A store in memory. */
export function memoryStore(): Store & { objects: Map<string, Buffer> } {
  const objects = new Map<string, Buffer>();
  return {
    objects,
    async putOnce(key, body) {
      if (objects.has(key)) return false;
      objects.set(key, Buffer.from(body));
      return true;
    },
    async put(key, body) {
      objects.set(key, Buffer.from(body));
    },
    async get(key, range) {
      return range ? objects.get(key)?.subarray(range.start, range.end) : objects.get(key);
    },
  };
}
