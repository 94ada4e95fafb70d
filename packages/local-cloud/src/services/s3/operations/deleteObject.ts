import { requireDeletable } from "../lock.ts";
import { type ObjectCall, objectOperation, versionOf } from "../operation.ts";
import { currentOf, nextId, withoutVersion, withVersion } from "../placement.ts";
import { checkWrite } from "../preconditions.ts";
import type { Version } from "../versions.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject = objectOperation({
  method: "DELETE",
  needs: (call) => ({ VersionId: versionOf(call) }),
  async run(call) {
    const { id, deleteMarker } = await deleteAt(call, versionOf(call));
    return {
      status: 204,
      headers: {
        ...(call.bucket.versioning && id && { "x-amz-version-id": id }),
        ...(deleteMarker && { "x-amz-delete-marker": "true" }),
      },
    };
  },
});

/**
 * Removes the version named, or hides the key behind a delete marker; where the bucket has no versioning, removes the
 * object. What isn't there is no failure. Gives the version removed, or the marker made.
 */
export async function deleteAt(
  call: ObjectCall,
  versionId: string | undefined,
): Promise<Partial<Pick<Version, "id" | "deleteMarker">>> {
  const { store, bucket, key } = call;
  return store.change<Partial<Version>>(bucket.id, key, (entry) => {
    const current = currentOf(entry);
    if (call.header("if-match")) checkWrite(call.request.headers, key, current);
    if (versionId === undefined && bucket.versioning) {
      const marker = deleteMarker(call);
      return { entry: withVersion(entry, marker), result: marker };
    }
    const id = versionId ?? "null";
    const version = entry.versions.find((one) => one.id === id);
    if (version) requireDeletable(call, version);
    return { entry: withoutVersion(entry, id), result: version ?? { id: versionId } };
  });
}

const deleteMarker = (call: ObjectCall): Version => ({
  id: nextId(call),
  lastModified: call.clock.now().toISOString(),
  deleteMarker: true,
  etag: "",
  size: 0,
  contents: [],
  headers: {},
});
