import type { Fault } from "@holdfast/local-cloud/faults";
import { CouldNotRun } from "./errors.ts";

/** The faults that are on in the local cloud. */
export interface FaultSwitch {
  list(): Promise<Fault[]>;
  /** Throws CouldNotRun, saying what is wrong, when it is none. */
  add(fault: object): Promise<Fault>;
  /** Throws CouldNotRun when there is none of that id. */
  remove(id: string): Promise<Fault>;
  /** Gives those that were on. */
  clear(): Promise<Fault[]>;
}

export function faultsAt(endpoint: string): FaultSwitch {
  async function ask(method: string, query: string, body?: object): Promise<Record<string, unknown>> {
    const answer = await fetch(`${endpoint}/_holdfast/faults${query}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const content = (await answer.json()) as Record<string, unknown>;
    if (answer.ok) return content;
    throw new CouldNotRun(String(content.message), {
      next: method === "POST" ? "See: holdfast fault add --help" : "See: holdfast fault list",
    });
  }
  return {
    list: async () => (await ask("GET", "")).faults as Fault[],
    add: async (fault) => (await ask("POST", "", fault)).fault as Fault,
    remove: async (id) => ((await ask("DELETE", `?id=${encodeURIComponent(id)}`)).removed as Fault[])[0]!,
    clear: async () => (await ask("DELETE", "")).removed as Fault[],
  };
}
