import { CouldNotRun } from "../errors.ts";
import type { DataFolder } from "./dataFolder.ts";

/** Why the local cloud didn't start. Only where its data is damaged does it help to start over, and that costs the data. */
export function cloudFailure(cause: Error, { path, log }: Pick<DataFolder, "path" | "log">): CouldNotRun {
  // A service that reads its own JSON throws what JSON.parse does.
  const isDamaged = /\bdamaged\b/.test(cause.message) || cause instanceof SyntaxError;
  const way = isDamaged ? `--fresh starts over, and deletes the data in ${path}. ` : "";
  return new CouldNotRun(`The local cloud can't start: ${cause.message}`, {
    next: `${way}The log: ${log}`,
    cause,
  });
}
