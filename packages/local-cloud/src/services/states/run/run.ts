import type { Chance } from "../../../chance.ts";
import type { CloudClock } from "../../../clock.ts";
import type { Block, QueryLanguage, State } from "../asl/definition.ts";
import type { Flow } from "../asl/flow.ts";
import type { Json, JsonObject } from "../asl/json.ts";
import type { Execution } from "../execution.ts";
import type { Journal } from "./journal.ts";
import type { Tasks } from "./tasks.ts";

/** One execution while it runs. */
export interface Run {
  execution: Execution;
  roleArn: string;
  /** The machine's. */
  language: QueryLanguage;
  clock: CloudClock;
  chance: Chance;
  journal: Journal;
  tasks: Tasks;
  /** Starts a Distributed Map's child workflows; gives what the state's result is. */
  runMap(visit: Visit): Promise<Json>;
}

/** Where a block of states is: what is put down, so that it can go on from there. */
export interface Frame {
  /** The state it is in; absent once it has come to its end. */
  state?: string;
  /** The state's input; at the end, the block's output. */
  input: Json;
  variables: JsonObject;
  /** When the state was entered, epoch milliseconds. */
  enteredAt?: number;
  /** How often each of the state's retriers has retried. */
  attempts: number[];
  /** When a wait or the wait before a retry is over, epoch milliseconds. */
  wakeAt?: number;
  /** Whether what a Map or Parallel state has in it has begun. */
  begun?: boolean;
  /** A task that is under way, with the token that ends it where it waits for one. */
  task?: { token?: string };
  /** The newest event of it. */
  event: number;
}

/** One state of a block while it is at work. */
export interface Visit {
  run: Run;
  block: Block;
  name: string;
  state: State;
  /** Of the block: its parents' states and places. */
  path: string;
  frame: Frame;
  flow: Flow;
  context: JsonObject;
  signal: AbortSignal;
  /** Tells of an event that follows the newest one. */
  event(type: string, details?: object): void;
  /** Puts down a change of the frame. */
  save(change: Partial<Frame>): Promise<void>;
}

/** The path of what a state has in it: a branch, an iteration. */
export const pathInside = ({ path, name }: Pick<Visit, "path" | "name">, index: number): string =>
  `${path}/${name}#${index}`;
