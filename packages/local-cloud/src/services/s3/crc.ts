import type { Digest } from "./checksums.ts";

/** Castagnoli's polynomial, reflected. */
const castagnoli = 0x82f63b78;
/** NVMe's polynomial, reflected, in two halves: https://reveng.sourceforge.io/crc-catalogue/17plus.htm */
const nvme = { high: 0x9a6c9329, low: 0xac4bc9b5 };

const table32 = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ castagnoli : value >>> 1;
  return value;
});

const [high64, low64] = [new Uint32Array(256), new Uint32Array(256)];
for (let byte = 0; byte < 256; byte++) {
  let [high, low] = [0, byte];
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1;
    low = ((low >>> 1) | (high << 31)) >>> 0;
    high >>>= 1;
    if (odd) [high, low] = [(high ^ nvme.high) >>> 0, (low ^ nvme.low) >>> 0];
  }
  high64[byte] = high;
  low64[byte] = low;
}

export function crc32c(): Digest {
  let value = 0xffffffff;
  return {
    update(chunk) {
      for (let at = 0; at < chunk.length; at++) value = (value >>> 8) ^ table32[(value ^ chunk[at]!) & 0xff]!;
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE((value ^ 0xffffffff) >>> 0);
      return bytes;
    },
  };
}

export function crc64nvme(): Digest {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(chunk) {
      for (let at = 0; at < chunk.length; at++) {
        const byte = (low ^ chunk[at]!) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ low64[byte]!;
        high = (high >>> 8) ^ high64[byte]!;
      }
    },
    digest() {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32BE((high ^ 0xffffffff) >>> 0, 0);
      bytes.writeUInt32BE((low ^ 0xffffffff) >>> 0, 4);
      return bytes;
    },
  };
}
