import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { syncFolder } from "../backup/snapshot/durable.ts";
import { crc32Digest } from "./checksums.ts";

/** What was uploaded in one go, in a file of its own: never changed, only removed. */
export interface Content {
  id: string;
  size: number;
  /** CRC-32 of what was uploaded, hex. */
  crc32: string;
  /** Where it lies encrypted: AES-256-CTR's first counter block, hex. */
  iv?: string;
}

export interface Range {
  first: number;
  last: number;
}

type Append = (chunk: Buffer) => Promise<void>;

export interface Contents {
  /** Writes a file and waits until it is on the disk. What fails leaves no file. */
  write<T>(
    id: string,
    key: Buffer | undefined,
    fill: (append: Append) => Promise<T>,
  ): Promise<{ content: Content; result: T }>;
  /**
   * Contents one after the other as one, or a range of that; none of them is removed before the end. Breaks off with
   * an error where a file isn't what was written.
   */
  read(contents: Content[], key: Buffer | undefined, range?: Range): AsyncGenerator<Buffer>;
  /** Removes files, each once nobody reads it any more; resolves when the last is gone. */
  remove(ids: string[]): Promise<void>;
}

/** Files in `folder`, each under two letters of its id. */
export function createContents(folder: string): Contents {
  const pathOf = (id: string) => join(folder, id.slice(0, 2), id);
  const readers = new Map<string, number>();
  const whenUnread = new Map<string, () => void>();

  async function remove(ids: string[]): Promise<void> {
    await Promise.all(
      ids.map(async (id) => {
        if (readers.has(id)) await new Promise<void>((resolve) => whenUnread.set(id, resolve));
        await rm(pathOf(id), { force: true });
      }),
    );
  }

  function hold(ids: string[]): () => void {
    for (const id of ids) readers.set(id, (readers.get(id) ?? 0) + 1);
    return () => {
      for (const id of ids) {
        const others = readers.get(id)! - 1;
        if (others > 0) readers.set(id, others);
        else readers.delete(id);
        if (others > 0) continue;
        whenUnread.get(id)?.();
        whenUnread.delete(id);
      }
    };
  }

  return {
    remove,
    async write(id, key, fill) {
      const path = pathOf(id);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(path, "wx", 0o600);
      try {
        const iv = key && randomBytes(16);
        const cipher = key && iv && createCipheriv("aes-256-ctr", key, iv);
        const crc = crc32Digest();
        let size = 0;
        const result = await fill(async (chunk) => {
          size += chunk.length;
          crc.update(chunk);
          await writeAll(file, cipher ? cipher.update(chunk) : chunk);
        });
        await file.sync();
        await syncFolder(dirname(path));
        const content = { id, size, crc32: crc.digest().toString("hex"), iv: iv?.toString("hex") };
        return { content, result };
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      } finally {
        await file.close();
      }
    },
    async *read(contents, key, range) {
      const release = hold(contents.map(({ id }) => id));
      try {
        let start = 0;
        for (const content of contents) {
          const first = Math.max(0, (range?.first ?? 0) - start);
          const last = Math.min(content.size, (range?.last ?? Number.POSITIVE_INFINITY) + 1 - start) - 1;
          start += content.size;
          if (first <= last) yield* readPart(pathOf(content.id), content, key, { first, last });
        }
      } finally {
        release();
      }
    },
  };
}

async function* readPart(
  path: string,
  { id, size, crc32, iv }: Content,
  key: Buffer | undefined,
  { first, last }: Range,
): AsyncGenerator<Buffer> {
  // A cipher's block is the least that can be opened.
  const start = iv ? first - (first % 16) : first;
  const decipher =
    key && iv
      ? createDecipheriv("aes-256-ctr", key, counterAt(Buffer.from(iv, "hex"), start / 16))
      : undefined;
  const crc = crc32Digest();
  let skip = first - start;
  let left = last - first + 1;
  for await (const chunk of createReadStream(path, { start, end: last, highWaterMark: 256 * 1024 })) {
    const plain = (decipher ? decipher.update(chunk) : chunk).subarray(skip) as Buffer;
    skip = Math.max(0, skip - chunk.length);
    left -= plain.length;
    crc.update(plain);
    if (left > 0) yield plain;
    else {
      // The last part is held back until it is certain that it and all before it are what was written.
      if (first === 0 && last === size - 1 && crc.digest().toString("hex") !== crc32) throw damaged(id);
      yield plain;
    }
  }
  if (left > 0) throw damaged(id);
}

const damaged = (id: string) => new Error(`the content ${id} isn't what was uploaded: its file is damaged`);

function counterAt(iv: Buffer, blocks: number): Buffer {
  const counter = (BigInt(`0x${iv.toString("hex")}`) + BigInt(blocks)) & ((1n << 128n) - 1n);
  return Buffer.from(counter.toString(16).padStart(32, "0"), "hex");
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length; )
    written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
}
