import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { Cells } from "./cells.ts";
import { requireShape, type SketchShape } from "./shape.ts";
import { partsOf, Sketch } from "./sketch.ts";
import { Sums } from "./sums.ts";

const format = "holdfast sketch 2";
/** Far above the largest sketch: whatever decompresses to more isn't one. */
const mostBytes = 256 * 1024 * 1024;

interface Head {
  format: typeof format;
  shape: SketchShape;
  commitment: string;
  count: number;
}

/** A sketch as one file: a line of JSON, then its words, compressed. A sketch of few items is mostly zeros. */
export function toBytes(sketch: Sketch): Buffer {
  const { shape, commitment, count } = sketch;
  const head: Head = { format, shape, commitment, count };
  const parts = partsOf(sketch).map((words) => Buffer.from(words.buffer, words.byteOffset, words.byteLength));
  return zstdCompressSync(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]));
}

/** Throws when the bytes aren't a whole sketch. */
export function fromBytes(bytes: Uint8Array): Sketch {
  const content = decompressed(bytes);
  const end = content.indexOf("\n");
  const head = end < 0 ? undefined : headIn(content.subarray(0, end).toString());
  if (!head) throw new Error("These bytes are not a sketch: they begin with no head of one.");
  const { shape, commitment, count } = head;
  let at = end + 1;
  const take = (sample: Int32Array) => {
    // A copy: words have to begin at a multiple of four.
    const part = Uint8Array.prototype.slice.call(content, at, at + sample.byteLength);
    at += sample.byteLength;
    if (part.byteLength !== sample.byteLength)
      throw new Error("These bytes are not a whole sketch: they end too early.");
    return new Int32Array(part.buffer);
  };
  const empty = new Sketch(shape, commitment);
  const [sums, cells, ...samples] = partsOf(empty).map(take);
  if (at !== content.length) throw new Error("These bytes are not a sketch: something follows it.");
  const sketch = new Sketch(shape, commitment, {
    sums: new Sums(sums),
    cells: new Cells(shape.ways, shape.cells, cells),
    samples: samples.map((words) => new Cells(shape.ways, shape.sampleCells, words)),
  });
  sketch.count = count;
  return sketch;
}

function decompressed(bytes: Uint8Array): Buffer {
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: mostBytes });
  } catch (cause) {
    throw new Error("These bytes are not a sketch: they can't be decompressed.", { cause });
  }
}

function headIn(line: string): Head | undefined {
  try {
    const head = JSON.parse(line) as Head;
    requireShape(head.shape);
    return head.format === format && typeof head.commitment === "string" && Number.isInteger(head.count)
      ? head
      : undefined;
  } catch {
    return undefined;
  }
}
