import { AwsError } from "../../errors.ts";

export interface ByteReader {
  /** The text up to the next CR LF. */
  line(): Promise<string>;
  /** So many bytes, in parts as they come. */
  take(bytes: number): AsyncIterable<Buffer>;
}

const longestLine = 16_384;

/** Reads lines and runs of bytes from a stream, holding back no more than one part of it. */
export function byteReader(stream: AsyncIterable<Buffer>): ByteReader {
  const parts = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);

  async function more(): Promise<Buffer> {
    const { value, done } = await parts.next();
    if (done) throw incomplete();
    return value;
  }

  return {
    async line() {
      let end = held.indexOf("\r\n");
      while (end < 0) {
        if (held.length > longestLine) throw incomplete();
        held = Buffer.concat([held, await more()]);
        end = held.indexOf("\r\n");
      }
      const text = held.subarray(0, end).toString("utf8");
      held = held.subarray(end + 2);
      return text;
    },
    async *take(bytes) {
      for (let left = bytes; left > 0; ) {
        if (held.length === 0) held = await more();
        const part = held.subarray(0, left);
        held = held.subarray(part.length);
        left -= part.length;
        if (part.length > 0) yield part;
      }
    },
  };
}

export const incomplete = () => new AwsError("IncompleteBody", "The request body terminated unexpectedly");
