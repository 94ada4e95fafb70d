import { closeSync, openSync, renameSync, writeSync } from "node:fs";
import type { LogEntry } from "@holdfast/local-cloud";
import type { Clock } from "../clock.ts";
import type { LogLine } from "../logs/line.ts";
import { redact } from "../logs/redact.ts";

export interface LogFile {
  write(service: string, message: string, more?: Pick<LogEntry, "at" | "call">): void;
  close(): Promise<void>;
}

const mostBytes = 10 * 1024 * 1024;

/** The log before this one: of the last start, or what this one was before it grew too long. */
export const earlierLog = (file: string): string => `${file}.1`;

/**
 * Begins a new log at each start, and whenever one has grown too long: what happens while the local cloud runs, a line
 * of JSON each, on the disk before anything else happens. The one before is kept.
 */
export function openLog(file: string, clock: Clock, most = mostBytes): LogFile {
  let open: number | undefined = begin(file);
  let bytes = 0;
  // A full disk must not end what runs: the log is lost, nothing else.
  const attempt = (action: () => void) => {
    try {
      action();
    } catch {
      // As above.
    }
  };
  return {
    write(service, message, { at: cloudAt, call } = { at: "" }) {
      if (open === undefined) return;
      const now = clock.now();
      const isAhead = cloudAt !== "" && Math.abs(Date.parse(cloudAt) - now.getTime()) > 1000;
      const line: LogLine = {
        at: now.toISOString(),
        ...(isAhead && { cloudAt }),
        service,
        message: redact(message),
        ...(call && { call: call.error ? { ...call, error: redact(call.error) } : call }),
      };
      const text = Buffer.from(`${JSON.stringify(line)}\n`);
      if (bytes > 0 && bytes + text.length > most) {
        attempt(() => closeSync(open!));
        open = begin(file);
        bytes = 0;
      }
      bytes += text.length;
      attempt(() => writeSync(open!, text));
    },
    async close() {
      const last = open;
      open = undefined;
      if (last !== undefined) attempt(() => closeSync(last));
    },
  };
}

function begin(file: string): number {
  try {
    renameSync(file, earlierLog(file));
  } catch {
    // There was none.
  }
  return openSync(file, "w", 0o600);
}
