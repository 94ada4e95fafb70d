import type { LocalCloud } from "@holdfast/local-cloud";
import type { Cloud } from "../cloud.ts";
import type { Connection } from "../connection.ts";
import { CouldNotRun } from "../errors.ts";
import type { DataFolder } from "./dataFolder.ts";
import type { LogFile } from "./logFile.ts";
import type { Machine } from "./machine.ts";
import type { FirstRun } from "./prove.ts";
import type { users } from "./seed.ts";
import type { Site } from "./site.ts";
import type { Synthesized } from "./synthesize.ts";
import type { UpOptions } from "./up.ts";

/** What the steps have brought so far. */
export interface Running {
  synthesized?: Synthesized;
  cloud?: LocalCloud;
  connection?: Connection;
  client?: Cloud;
  site?: Site;
  users?: typeof users;
  run?: FirstRun;
  warnings: string[];
}

export interface Start {
  options: UpOptions;
  machine: Machine;
  folder: DataFolder;
  log: LogFile;
  running: Running;
  onStop(stop: () => Promise<unknown>): void;
}

export function present({ cloud, client, connection }: Running) {
  if (!cloud || !client || !connection) throw new CouldNotRun("The local cloud isn't running.");
  return { cloud, client, connection };
}
