import { join } from "node:path";
import type { PolicyDocument } from "../../iam/policy.ts";
import { type Records, records } from "../../records.ts";
import { noSuchBucket } from "./errors.ts";
import type { Retention } from "./versions.ts";

/** A bucket's settings, as they lie on disk. */
export interface Bucket {
  /** Its name. */
  id: string;
  arn: string;
  creationDate: string;
  /** Absent where it was never on. */
  versioning?: "Enabled" | "Suspended";
  objectLock: boolean;
  /** What a new version gets where its upload says nothing. */
  defaultRetention?: { mode: Retention["mode"]; days?: number; years?: number };
  encryption: { algorithm: "AES256" | "aws:kms"; keyId?: string; bucketKey: boolean };
  ownerEnforced: boolean;
  tags: Record<string, string>;
  policy?: PolicyDocument;
  /** Whatever its policy says, nobody comes in without credentials. */
  closedToPublic?: boolean;
  refusesPublicPolicies?: boolean;
  /** The template's properties as last applied, JSON: what was changed by API since then stays. */
  applied?: string;
}

export interface Buckets extends Pick<Records<Bucket>, "list" | "save" | "remove"> {
  /** Throws NoSuchBucket. */
  find(name: string): Bucket;
  get(name: string): Bucket | undefined;
}

export function createBuckets(dataDir: string): Buckets {
  const stored = records<Bucket>(join(dataDir, "s3", "buckets"));
  return {
    list: () => stored.list().sort((a, b) => (a.id < b.id ? -1 : 1)),
    save: stored.save,
    remove: stored.remove,
    get: stored.get,
    find(name) {
      const bucket = stored.get(name);
      if (bucket) return bucket;
      throw noSuchBucket(name);
    },
  };
}
