import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

export interface Checksum {
  update(data: Buffer): void;
  /** In base64, as S3's headers have it. */
  digest(): string;
}

const hash = (algorithm: string) => (): Checksum => {
  const state = createHash(algorithm);
  return { update: (data) => void state.update(data), digest: () => state.digest("base64") };
};

function crc32Sum(): Checksum {
  let value = 0;
  return {
    update(data) {
      value = crc32(data, value);
    },
    digest: () => bigEndian(BigInt(value), 4),
  };
}

/** A cyclic redundancy check whose polynomial and register are reflected, begun and ended with all ones. */
function crc(bits: 32 | 64, polynomial: bigint): () => Checksum {
  const table = Array.from({ length: 256 }, (_, byte) => {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    return value;
  });
  const ones = (1n << BigInt(bits)) - 1n;
  return () => {
    let value = ones;
    return {
      update(data) {
        for (const byte of data) value = table[Number((value ^ BigInt(byte)) & 0xffn)]! ^ (value >> 8n);
      },
      digest: () => bigEndian(value ^ ones, bits / 8),
    };
  };
}

function bigEndian(value: bigint, bytes: number): string {
  return Buffer.from(value.toString(16).padStart(bytes * 2, "0"), "hex").toString("base64");
}

/**
 * By the header that carries them.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export const checksums: Record<string, () => Checksum> = {
  "x-amz-checksum-crc32": crc32Sum,
  "x-amz-checksum-crc32c": crc(32, 0x82f63b78n),
  "x-amz-checksum-crc64nvme": crc(64, 0x9a6c9329ac4bc9b5n),
  "x-amz-checksum-sha1": hash("sha1"),
  "x-amz-checksum-sha256": hash("sha256"),
};
