import { release } from "./release.ts";

const newline = 0x0a;
const separator = Buffer.from([newline]);

export const joinLines = (lines: Buffer[]): Buffer =>
  Buffer.concat(lines.flatMap((line, index) => (index === 0 ? [line] : [separator, line])));

export function splitLines(content: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let to = content.indexOf(newline); to >= 0; to = content.indexOf(newline, from)) {
    lines.push(content.subarray(from, to));
    from = to + 1;
  }
  lines.push(content.subarray(from));
  return lines;
}

export function countLines(content: Buffer): number {
  let count = 1;
  for (let at = content.indexOf(newline); at >= 0; at = content.indexOf(newline, at + 1)) count++;
  return count;
}

/** Where each of at most so many lines ends that begin at `from`; the next one begins a byte later. */
export function lineEnds(content: Buffer, from: number, most: number): number[] {
  const ends: number[] = [];
  for (let begin = from; begin < content.length && ends.length < most; ) {
    const at = content.indexOf(newline, begin);
    const end = at < 0 ? content.length : at;
    ends.push(end);
    begin = end + 1;
  }
  return ends;
}

export interface LineBuffer {
  /** Copies some lines to the end. */
  add(lines: Buffer): void;
  readonly size: number;
  /** All that was added, until more is added or it is cleared. */
  content(): Buffer;
  clear(): void;
}

/** Gathers lines in memory that is used again after each clearing, and grows when they need more. */
export function createLineBuffer(bytes: number): LineBuffer {
  let memory = Buffer.allocUnsafeSlow(bytes);
  let size = 0;
  return {
    add(lines) {
      const needed = size + 1 + lines.length;
      if (needed > memory.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(needed, memory.length * 2));
        memory.copy(larger, 0, 0, size);
        release(memory);
        memory = larger;
      }
      if (size > 0) memory[size++] = newline;
      size += lines.copy(memory, size);
    },
    get size() {
      return size;
    },
    content: () => memory.subarray(0, size),
    clear() {
      size = 0;
    },
  };
}
