import type { Bucket } from "./buckets.ts";
import { accessDenied, noSuchKey, noSuchVersion, s3Error } from "./errors.ts";
import { mayAlso, type ObjectCall, versionOf } from "./operation.ts";
import type { Entry } from "./store.ts";
import type { Version } from "./versions.ts";

export const currentOf = ({ versions }: Entry): Version | undefined => versions[0];

/** The id that a bucket's next version of a key gets. */
export const nextId = ({ bucket, newId }: ObjectCall): string =>
  bucket.versioning === "Enabled" ? newId() : "null";

/** Puts a version before the others; only one of a key's versions is `null`. */
export const withVersion = (entry: Entry, version: Version): Entry => ({
  ...entry,
  versions: [version, ...entry.versions.filter(({ id }) => id !== "null" || version.id !== "null")],
});

export const withoutVersion = (entry: Entry, versionId: string): Entry => ({
  ...entry,
  versions: entry.versions.filter(({ id }) => id !== versionId),
});

/** The version that a call means: the one it names, or the newest. Delete markers are none. */
export async function versionToRead(call: ObjectCall, versionId = versionOf(call)): Promise<Version> {
  const { store, bucket, key } = call;
  return pick(call, await store.at(bucket.id, key), versionId);
}

export function pick(
  call: ObjectCall,
  entry: Entry,
  versionId: string | undefined,
  at: { bucket: Bucket; key: string } = call,
): Version {
  const version = versionId ? entry.versions.find(({ id }) => id === versionId) : currentOf(entry);
  if (!version) {
    // Who may not list isn't told what there isn't.
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, under "Permissions"
    if (!mayAlso(call, { Bucket: at.bucket.id }, "ListBucket")) throw accessDenied();
    throw versionId ? noSuchVersion(at.key, versionId) : noSuchKey(at.key);
  }
  if (!version.deleteMarker) return version;
  const headers = {
    "x-amz-delete-marker": "true",
    "x-amz-version-id": version.id,
    "last-modified": new Date(version.lastModified).toUTCString(),
  };
  if (!versionId) {
    const error = noSuchKey(at.key);
    Object.assign(error.fields, { headers });
    throw error;
  }
  throw s3Error("MethodNotAllowed", "The specified method is not allowed against this resource.", {
    Method: call.request.method,
    ResourceType: "DeleteMarker",
    headers: { ...headers, allow: "DELETE" },
  });
}
