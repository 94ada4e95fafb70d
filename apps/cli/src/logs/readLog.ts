import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { type LogLine, parseLine } from "./line.ts";

const pollMs = 200;
const pieceBytes = 64 * 1024;

interface Reading {
  handle: FileHandle;
  inode: number;
  position: number;
  /** The beginning of a line whose end isn't there yet. */
  rest: Buffer;
}

/** Every line of a log file that is there now; none when there is no file. */
export async function* readLog(file: string): AsyncGenerator<LogLine> {
  const reading = await openFile(file);
  if (!reading) return;
  try {
    yield* whatIsThere(reading);
  } finally {
    await reading.handle.close();
  }
}

/**
 * Every line of a log file that is there now, and every further one until the signal is aborted, in the file that takes
 * its place, too: after a restart, or when it has grown too long. The file may not be there yet.
 */
export async function* followLog(file: string, signal: AbortSignal): AsyncGenerator<LogLine> {
  let reading: Reading | undefined;
  try {
    while (!signal.aborted) {
      reading ??= await openFile(file);
      if (reading) yield* whatIsThere(reading);
      const inode = await inodeOf(file);
      if (reading && inode !== undefined && inode !== reading.inode) {
        // What was written to it after the last look and before the other took its place.
        yield* whatIsThere(reading);
        await reading.handle.close();
        reading = undefined;
        continue;
      }
      await delay(pollMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    await reading?.handle.close();
  }
}

async function* whatIsThere(reading: Reading): AsyncGenerator<LogLine> {
  const piece = Buffer.alloc(pieceBytes);
  for (;;) {
    const { bytesRead } = await reading.handle.read(piece, 0, pieceBytes, reading.position);
    if (bytesRead === 0) return;
    reading.position += bytesRead;
    const text = Buffer.concat([reading.rest, piece.subarray(0, bytesRead)]);
    const end = text.lastIndexOf(0x0a) + 1;
    reading.rest = text.subarray(end);
    for (const one of text.subarray(0, end).toString("utf8").split("\n")) {
      const line = parseLine(one);
      if (line) yield line;
    }
  }
}

async function openFile(file: string): Promise<Reading | undefined> {
  const handle = await open(file, "r").catch(missing);
  if (!handle) return undefined;
  const { ino } = await handle.stat();
  return { handle, inode: ino, position: 0, rest: Buffer.alloc(0) };
}

const inodeOf = (file: string): Promise<number | undefined> => stat(file).then(({ ino }) => ino, missing);

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
