import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { crc32c, crc64nvme } from "./crc.ts";

/** Takes bytes, and gives what they come to. */
export interface Digest {
  update(chunk: Buffer): void;
  digest(): Buffer;
}

/**
 * The checksums that this S3 verifies and keeps; of `CRC64NVME` S3 makes one for whatever is uploaded without any.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export const algorithms = {
  CRC32: () => crc32Digest(),
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: () => hash("sha1"),
  SHA256: () => hash("sha256"),
} satisfies Record<string, () => Digest>;

export type Algorithm = keyof typeof algorithms;

/** Such as `x-amz-checksum-crc32`. */
export const headerOf = (algorithm: string): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

export const isAlgorithm = (name: string): name is Algorithm => Object.hasOwn(algorithms, name);

/** Checksums that are of a whole object, however many parts it came in. */
export const canBeFullObject = (algorithm: Algorithm): boolean => algorithm.startsWith("CRC");

export function hash(name: "md5" | "sha1" | "sha256"): Digest {
  const one = createHash(name);
  return { update: (chunk) => void one.update(chunk), digest: () => one.digest() };
}

export function crc32Digest(): Digest {
  let value = 0;
  return {
    update(chunk) {
      value = crc32(chunk, value);
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value >>> 0);
      return bytes;
    },
  };
}
