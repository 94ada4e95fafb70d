import type { Clock } from "./clock.ts";
import type { Cloud } from "./cloud.ts";
import type { Commit } from "./policy/git.ts";
import type { ReadPolicy } from "./policy/readPolicy.ts";
import type { Paint } from "./report.ts";
import type { ShowSteps } from "./steps.ts";
import type { UpOptions } from "./up/up.ts";

/** Which cloud: a stage in AWS, or the local one that runs on a data folder. */
export interface Where {
  stage?: string;
  data: string;
  /** The stage's Region (default: the environment's). */
  region?: string;
}

/** All that the commands use of the outside; main.ts makes the real one. */
export interface World {
  connect(where: Where): Promise<Cloud>;
  up(options: UpOptions): Promise<number>;
  readPolicy: ReadPolicy;
  /** A commit of the repository that the folder is in. */
  commitOf(folder: string, ref: string): Promise<Commit>;
  clock: Clock;
  newId: () => string;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  showSteps: ShowSteps;
  /** Results, to stdout. */
  print(text: string): void;
  /** Problems, to stderr. */
  warn(text: string): void;
  /** Asks the person at the terminal; undefined when there is none. */
  ask(question: string): Promise<string | undefined>;
  paint: Paint;
  /** How wide what is printed may be, and whether it may have colours. */
  terminal: { columns: number; colour: boolean };
  writeFile(path: string, text: string): Promise<void>;
  defaultData: string;
  /** The module that exports the policy. */
  defaultPolicy: string;
  /** The Region that the stacks are deployed to. */
  deployRegion: string;
  /** Show where unexpected errors come from. */
  debug: boolean;
}
