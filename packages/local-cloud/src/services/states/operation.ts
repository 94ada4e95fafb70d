import type { Authorize, Place } from "../../service.ts";
import type { Executions } from "./executions.ts";
import type { Machine } from "./machines.ts";
import type { ExecutionStore } from "./store.ts";

export interface StatesDeps {
  executions: Executions;
  store: ExecutionStore;
  machines: Map<string, Machine>;
  authorize: Authorize;
  place: Place;
  /** When the template's machines were made. */
  startedAt: Date;
}

export type Operation = (input: Record<string, any>, deps: StatesDeps) => Promise<object>;
