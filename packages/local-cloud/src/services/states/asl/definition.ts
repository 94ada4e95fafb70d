import type { JsonObject } from "./json.ts";

/** https://states-language.net/spec.html */
export interface Block {
  StartAt: string;
  States: Record<string, State>;
  QueryLanguage?: QueryLanguage;
  TimeoutSeconds?: number;
  ProcessorConfig?: { Mode?: "INLINE" | "DISTRIBUTED"; ExecutionType?: "STANDARD" | "EXPRESS" };
}

export type QueryLanguage = "JSONPath" | "JSONata";

/** A state, its fields as the definition has them: the validator has seen to their types. */
export interface State {
  Type: "Task" | "Pass" | "Wait" | "Choice" | "Succeed" | "Fail" | "Map" | "Parallel";
  Next?: string;
  End?: boolean;
  QueryLanguage?: QueryLanguage;
  Retry?: Retrier[];
  Catch?: Catcher[];
  ItemProcessor?: Block;
  Iterator?: Block;
  Branches?: Block[];
  Resource?: string;
  Choices?: JsonObject[];
  Default?: string;
  [field: string]: any;
}

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: "FULL" | "NONE";
}

export interface Catcher {
  ErrorEquals: string[];
  Next: string;
  ResultPath?: string | null;
  Output?: unknown;
  Assign?: JsonObject;
}

export const processorOf = (state: State): Block => (state.ItemProcessor ?? state.Iterator)!;

export const isDistributed = (state: State): boolean =>
  state.Type === "Map" && processorOf(state).ProcessorConfig?.Mode === "DISTRIBUTED";

/** Every state with its name, however deep. */
export function allStates(block: Block): [name: string, state: State][] {
  return Object.entries(block.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...blocksOf(state).flatMap(allStates),
  ]);
}

const blocksOf = (state: State): Block[] =>
  state.Type === "Map" ? [processorOf(state)] : (state.Branches ?? []);
