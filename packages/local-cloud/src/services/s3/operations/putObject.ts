import { encryptionHeaders, encryptionOfUpload } from "../encryption.ts";
import { checksumHeaders, headersOfUpload, quoted, versionHeaders } from "../headers.ts";
import { lockOfUpload } from "../lock.ts";
import { objectOperation } from "../operation.ts";
import { currentOf, nextId, withVersion } from "../placement.ts";
import { checkWrite } from "../preconditions.ts";
import { receive } from "../receive.ts";
import { tagsOfUpload } from "../tags.ts";
import { etagOf, refuseUnsupported, uploadNeeds } from "../upload.ts";
import type { Version } from "../versions.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject = objectOperation({
  method: "PUT",
  needs: uploadNeeds,
  async run(call) {
    const { store, bucket, key, request, clock } = call;
    refuseUnsupported(call);
    const lock = lockOfUpload(call);
    const tags = tagsOfUpload(call.header("x-amz-tagging"));
    const headers = headersOfUpload(request);
    // Looked at before the body comes, and again when it is there.
    checkWrite(request.headers, key, currentOf(await store.at(bucket.id, key)));
    const { encryption, key: dataKey } = encryptionOfUpload(call);
    const { content, result: received } = await store.write(dataKey, (append) => receive(request, append));
    const version: Version = {
      id: nextId(call),
      lastModified: clock.now().toISOString(),
      etag: etagOf(received.md5, encryption),
      size: received.size,
      contents: [content],
      headers,
      checksum: received.checksum,
      encryption,
      ...lock,
      tags,
    };
    try {
      await store.change(bucket.id, key, (entry) => {
        checkWrite(request.headers, key, currentOf(entry));
        return { entry: withVersion(entry, version), result: undefined };
      });
    } catch (error) {
      store.abandon(content);
      throw error;
    }
    return {
      status: 200,
      headers: {
        etag: quoted(version.etag),
        ...versionHeaders(call, version),
        ...encryptionHeaders(version),
        ...checksumHeaders(version.checksum),
      },
    };
  },
});
