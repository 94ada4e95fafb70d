import { type FileHandle, mkdir, open, readdir, rm, truncate } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { WireItem } from "../writes.ts";

/** What one item was right before it was written: undefined when there was none. */
export interface BeforeImage {
  /** Epoch milliseconds of the cloud's clock. */
  at: number;
  key: WireItem;
  before?: WireItem;
}

/** A table's before-images in the order of its writes, on disk. */
export interface RecoveryLog {
  /** Resolves when they are written; they outlive a kill of this process. */
  append(images: BeforeImage[]): Promise<void>;
  /** Those of writes after an instant, the last one first. Throws, naming the file, at one that is damaged. */
  newestFirst(after: number): AsyncGenerator<BeforeImage>;
  /** Forgets those before an instant, whole days at a time. */
  prune(before: number): Promise<void>;
  close(): Promise<void>;
}

const dayMs = 86_400_000;
const blockBytes = 1024 * 1024;
const newline = 0x0a;
const nameOf = (at: number) => `${new Date(at).toISOString().slice(0, 10)}.log`;
const isLog = (name: string) => /^\d{4}-\d{2}-\d{2}\.log$/.test(name);
const dayOf = (name: string) => Date.parse(name.slice(0, 10));

/** One file a day in `folder`. A line that a crash cut short is of a write that was never done. */
export function createRecoveryLog(folder: string): RecoveryLog {
  let file: { name: string; handle: FileHandle } | undefined;
  let last: Promise<void> = Promise.resolve();

  async function fileOf(at: number): Promise<FileHandle> {
    const name = nameOf(at);
    if (file?.name === name) return file.handle;
    await file?.handle.close();
    file = undefined;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, name);
    const handle = await open(path, "a", 0o600);
    await cutTornLine(path);
    file = { name, handle };
    return handle;
  }

  async function write(images: BeforeImage[]): Promise<void> {
    const handle = await fileOf(images[0]!.at);
    await handle.appendFile(images.map(lineOf).join(""));
  }

  return {
    append(images) {
      const written = last.then(() => write(images));
      last = written.catch(() => {});
      return written;
    },
    async *newestFirst(after) {
      await last;
      const names = await logsIn(folder);
      for (const name of names.reverse()) {
        if (dayOf(name) + dayMs <= after) return;
        for await (const line of linesBackwards(join(folder, name))) {
          const image = parse(line, join(folder, name));
          if (image.at <= after) return;
          yield image;
        }
      }
    },
    async prune(before) {
      for (const name of await logsIn(folder)) {
        if (dayOf(name) + dayMs < before) await rm(join(folder, name));
      }
    },
    async close() {
      await last;
      await file?.handle.close();
      file = undefined;
    },
  };
}

const logsIn = async (folder: string): Promise<string[]> =>
  (
    await readdir(folder).catch((error) => {
      if (error.code === "ENOENT") return [];
      throw error;
    })
  )
    .filter(isLog)
    .sort();

/** A checksum, then JSON: damage is noticed. */
function lineOf(image: BeforeImage): string {
  const json = JSON.stringify(image);
  return `${crc32(json).toString(16).padStart(8, "0")} ${json}\n`;
}

function parse(line: string, path: string): BeforeImage {
  const json = line.slice(9);
  if (Number.parseInt(line.slice(0, 8), 16) !== crc32(json))
    throw new Error(
      `The log of continuous backups is damaged: ${path} has a line that isn't the one written.`,
    );
  return JSON.parse(json);
}

async function cutTornLine(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    let { size } = await handle.stat();
    const byte = Buffer.alloc(1);
    const whole = size;
    while (size > 0) {
      await handle.read(byte, 0, 1, size - 1);
      if (byte[0] === newline) break;
      size--;
    }
    if (size < whole) await truncate(path, size);
  } finally {
    await handle.close();
  }
}

/** The whole lines of a file, the last one first; one block of it is in memory at a time. */
async function* linesBackwards(path: string): AsyncGenerator<string> {
  const handle = await open(path, "r");
  try {
    let { size: left } = await handle.stat();
    // What follows the last line break isn't whole.
    let rest: Buffer | undefined;
    while (left > 0) {
      const length = Math.min(blockBytes, left);
      left -= length;
      const block = Buffer.alloc(length);
      await handle.read(block, 0, length, left);
      let end = block.length;
      for (
        let at = block.lastIndexOf(newline);
        at >= 0;
        at = at === 0 ? -1 : block.lastIndexOf(newline, at - 1)
      ) {
        if (rest) yield Buffer.concat([block.subarray(at + 1, end), rest]).toString();
        rest = Buffer.alloc(0);
        end = at;
      }
      if (rest) rest = Buffer.concat([block.subarray(0, end), rest]);
    }
    if (rest) yield rest.toString();
  } finally {
    await handle.close();
  }
}
