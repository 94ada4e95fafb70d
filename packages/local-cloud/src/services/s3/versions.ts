import type { Content } from "./contents.ts";
import type { Checksum } from "./receive.ts";

/** One version of a key, or a delete marker. */
export interface Version {
  /** `null` for what was written while the bucket had no versioning. */
  id: string;
  /** ISO 8601. */
  lastModified: string;
  deleteMarker?: boolean;
  /** Without its quotes. */
  etag: string;
  size: number;
  /** In their order; several after a multipart upload. */
  contents: Content[];
  /** What goes out with the object: `content-type`, `x-amz-meta-…`. */
  headers: Record<string, string>;
  checksum?: Checksum;
  encryption?: Encryption;
  retention?: Retention;
  legalHold?: boolean;
  tags?: Record<string, string>;
}

export type Encryption =
  | { algorithm: "AES256" }
  | {
      algorithm: "aws:kms";
      keyArn: string;
      /** The object's key, encrypted under the KMS key, base64. */
      dataKey: string;
      bucketKey: boolean;
    };

export interface Retention {
  mode: "GOVERNANCE" | "COMPLIANCE";
  /** ISO 8601. */
  until: string;
}

/** An upload in parts that isn't completed yet. */
export interface Upload {
  id: string;
  bucket: string;
  key: string;
  initiated: string;
  /** All that the object is to have, its contents and size excepted. */
  version: Omit<Version, "id" | "lastModified" | "etag" | "size" | "contents" | "checksum">;
  checksum?: Pick<Checksum, "algorithm" | "type">;
  parts: Record<number, Part>;
}

export interface Part {
  content: Content;
  /** MD5 of the part, hex. */
  etag: string;
  lastModified: string;
  checksum: Checksum;
}
