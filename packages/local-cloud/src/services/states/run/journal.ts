import type { Frame } from "./run.ts";

/** An event of an execution's history: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  /** Epoch seconds. */
  timestamp: number;
  type: string;
  [details: `${string}EventDetails`]: object;
}

/** What is put down of an execution while it runs, in one step each: where its blocks are, and what has happened. */
export interface Journal {
  frame(path: string): Frame | undefined;
  event(type: string, previousEventId: number, details?: object): number;
  save(path: string, frame: Frame): Promise<void>;
  /** Forgets what is under a path. */
  drop(path: string): Promise<void>;
  /** What has happened and isn't put down yet; it is the caller's from now on. */
  takeEvents(): HistoryEvent[];
}
