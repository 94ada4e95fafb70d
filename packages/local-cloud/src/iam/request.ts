import type { Principal } from "../service.ts";
import type { Lookup } from "./glob.ts";

/** What a condition can look at: names ignore case; a key that is absent or empty has no values. */
export interface Context {
  values(key: string): string[];
  /** The value of a single-valued key: only those can be policy variables. */
  lookup: Lookup;
}

export interface AccessRequest {
  action: string;
  resource: string;
  principal: Principal;
  context: Context;
}

export function createContext(keys: Record<string, string | string[]>): Context {
  const byName = new Map<string, string[]>();
  for (const [key, value] of Object.entries(keys))
    byName.set(
      key.toLowerCase(),
      (Array.isArray(value) ? value : [value]).filter((text) => text !== ""),
    );
  const values = (key: string) => byName.get(key.toLowerCase()) ?? [];
  const lookup = (key: string) => {
    const found = values(key);
    return found.length === 1 ? found[0] : undefined;
  };
  return { values, lookup };
}
