/** A 128-bit hash as bytes. */
export const hashBytes = 16;
const mark = Buffer.from("HFB1");
const mostPayload = 0xffff;
/** A hash, the payload's length, the payload. */
const overhead = hashBytes + 2;

/** Records gathered in memory until they are written as one file, sorted into buckets by the first bits of their hash. */
export class BucketWriter {
  readonly #bits: number;
  #buckets: Buffer[][];
  /** What the records take in the file; memory is about twice that. */
  bytes = 0;

  /** @param bits there are 2^bits buckets, at most 65,536 */
  constructor(bits: number) {
    this.#bits = requireBits(bits);
    this.#buckets = empty(bits);
  }

  add(hash: Uint8Array, payload: Uint8Array = Buffer.alloc(0)): void {
    if (hash.length !== hashBytes || payload.length > mostPayload)
      throw new Error(`A record has a hash of ${hashBytes} bytes and a payload of at most ${mostPayload}.`);
    const record = Buffer.allocUnsafe(overhead + payload.length);
    record.set(hash);
    record.writeUInt16BE(payload.length, hashBytes);
    record.set(payload, overhead);
    this.#buckets[bucketOf(hash, this.#bits)]!.push(record);
    this.bytes += record.length;
  }

  /** The file of all records since the last one: a head that says where each bucket begins, then the buckets. */
  take(): Buffer {
    const head = Buffer.alloc(headLength(this.#bits));
    mark.copy(head);
    head.writeUInt32BE(this.#bits, 4);
    let at = head.length;
    for (const [bucket, records] of this.#buckets.entries()) {
      head.writeBigUInt64BE(BigInt(at), 8 + bucket * 8);
      for (const record of records) at += record.length;
    }
    head.writeBigUInt64BE(BigInt(at), 8 + this.#buckets.length * 8);
    const file = Buffer.concat([head, ...this.#buckets.flat()], at);
    this.#buckets = empty(this.#bits);
    this.bytes = 0;
    return file;
  }
}

const empty = (bits: number): Buffer[][] => Array.from({ length: 2 ** bits }, () => []);

function requireBits(bits: number): number {
  if (Number.isInteger(bits) && bits >= 0 && bits <= 16) return bits;
  throw new Error(`Buckets are by the first 0 to 16 bits of a hash, not by ${bits}.`);
}

const bucketOf = (hash: Uint8Array, bits: number) => ((hash[0]! << 8) | hash[1]!) >>> (16 - bits);

/** How many bytes at a file's beginning say where its buckets are. */
export const headLength = (bits: number): number => 8 + (2 ** bits + 1) * 8;

/** Where in its file a bucket is: from `start` up to, not including, `end`. Throws when the bytes aren't a head. */
export function bucketRange(head: Buffer, bits: number, bucket: number): { start: number; end: number } {
  if (head.length < headLength(bits) || !head.subarray(0, 4).equals(mark) || head.readUInt32BE(4) !== bits)
    throw new Error("These bytes are not the head of a file of buckets, or of one with other buckets.");
  const offset = (index: number) => Number(head.readBigUInt64BE(8 + index * 8));
  return { start: offset(bucket), end: offset(bucket + 1) };
}

export interface BucketRecord {
  hash: Buffer;
  payload: Buffer;
}

/** The records in a bucket's bytes. Throws when they are cut. */
export function* recordsIn(bytes: Buffer): Generator<BucketRecord> {
  let at = 0;
  while (at < bytes.length) {
    const length =
      at + overhead <= bytes.length ? bytes.readUInt16BE(at + hashBytes) : Number.POSITIVE_INFINITY;
    const end = at + overhead + length;
    if (end > bytes.length) throw new Error("A bucket's bytes end in the middle of a record.");
    yield { hash: bytes.subarray(at, at + hashBytes), payload: bytes.subarray(at + overhead, end) };
    at = end;
  }
}
