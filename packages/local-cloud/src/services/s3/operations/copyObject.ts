import { encryptionHeaders, encryptionOfUpload } from "../encryption.ts";
import { invalidArgument, s3Error } from "../errors.ts";
import { checksumElements, headersOfUpload, quoted, versionHeaders } from "../headers.ts";
import { lockOfUpload } from "../lock.ts";
import { type ObjectCall, objectOperation } from "../operation.ts";
import { currentOf, nextId, withVersion } from "../placement.ts";
import { checkWrite } from "../preconditions.ts";
import { mostBytes } from "../receive.ts";
import { readSource, type Source, sourceOf } from "../source.ts";
import { tagsOfUpload } from "../tags.ts";
import { etagOf, refuseUnsupported, uploadNeeds } from "../upload.ts";
import type { Version } from "../versions.ts";
import { answer } from "../xml.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject = objectOperation({
  method: "PUT",
  header: "x-amz-copy-source",
  needs: uploadNeeds,
  async run(call) {
    const { store, bucket, key, request, clock } = call;
    refuseUnsupported(call);
    const source = await sourceOf(call);
    checkSource(call, source);
    const lock = lockOfUpload(call);
    const replaces = directive(call, "x-amz-metadata-directive") === "REPLACE";
    const replacesTags = directive(call, "x-amz-tagging-directive") === "REPLACE";
    const { encryption, key: dataKey } = encryptionOfUpload(call);
    const { content, result: copied } = await store.write(dataKey, (append) =>
      readSource(call, source, append),
    );
    const version: Version = {
      id: nextId(call),
      lastModified: clock.now().toISOString(),
      etag: etagOf(copied.md5, encryption),
      size: copied.size,
      contents: [content],
      headers: replaces ? headersOfUpload(request) : source.version.headers,
      checksum: copied.checksum,
      encryption,
      ...lock,
      tags: replacesTags ? tagsOfUpload(call.header("x-amz-tagging") ?? "") : source.version.tags,
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
        "content-type": "application/xml",
        ...versionHeaders(call, version),
        ...encryptionHeaders(version),
        ...(source.bucket.versioning && { "x-amz-copy-source-version-id": source.version.id }),
      },
      body: answer("CopyObjectResult", {
        ETag: quoted(version.etag),
        LastModified: version.lastModified,
        ...checksumElements(version.checksum),
      }),
    };
  },
});

function checkSource(call: ObjectCall, { bucket, key, version }: Source): void {
  if (version.size > mostBytes)
    throw s3Error(
      "InvalidRequest",
      "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120",
    );
  const isSame = bucket.id === call.bucket.id && key === call.key;
  const changes = ["x-amz-metadata-directive", "x-amz-server-side-encryption"].some((name) => {
    const value = call.header(name);
    return value !== undefined && value !== "COPY";
  });
  if (isSame && !changes && !call.header("x-amz-copy-source")?.includes("versionId="))
    throw s3Error(
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
}

function directive(call: ObjectCall, name: string): string {
  const value = call.header(name) ?? "COPY";
  if (value === "COPY" || value === "REPLACE") return value;
  throw invalidArgument("Unknown metadata directive.", name, value);
}
