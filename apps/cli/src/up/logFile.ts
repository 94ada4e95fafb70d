import { createWriteStream } from "node:fs";
import type { Clock } from "../clock.ts";

export interface LogFile {
  write(source: string, message: string): void;
  close(): Promise<void>;
}

/** Begins a new log at each start: what happens while the local cloud runs, a line each. */
export function openLog(file: string, clock: Clock): LogFile {
  const stream = createWriteStream(file, { flags: "w", mode: 0o600 });
  // A full disk must not end what runs: the log is lost, nothing else.
  stream.on("error", () => {});
  return {
    write: (source, message) => void stream.write(`${clock.now().toISOString()} ${source} ${message}\n`),
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}
