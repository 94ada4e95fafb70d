export type Status = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** One execution, as it lies on disk. */
export interface Execution {
  arn: string;
  name: string;
  machineArn: string;
  /** Counted up from execution to execution: the higher, the newer. */
  number?: number;
  status: Status;
  /** Epoch seconds. */
  startDate: number;
  stopDate?: number;
  /** JSON. */
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  /** Which definition it runs, whatever its machine's has become since. */
  revision: string;
  /** Of a Distributed Map's child workflow. */
  mapRunArn?: string;
  /** Its place among its Map Run's. */
  index?: number;
  /** How many of its Map Run's items it has. */
  itemCount?: number;
}

/** A Distributed Map at work. */
export interface MapRun {
  arn: string;
  executionArn: string;
  machineArn: string;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  startDate: number;
  stopDate?: number;
  maxConcurrency: number;
  toleratedFailurePercentage: number;
  toleratedFailureCount: number;
  /** How many child workflows it is to have, and items in them. */
  executions: number;
  items: number;
}
