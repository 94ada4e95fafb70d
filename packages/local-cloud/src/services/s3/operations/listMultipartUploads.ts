import { listing } from "../listing.ts";
import { bucketOperation } from "../operation.ts";
import type { Upload } from "../versions.ts";
import { answer } from "../xml.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const listMultipartUploads = bucketOperation({
  method: "GET",
  query: ["uploads"],
  async run(call) {
    const { store, bucket } = call;
    const { prefix, maxKeys, out, encodingType } = listing(call, "max-uploads");
    const keyMarker = call.query("key-marker") ?? "";
    const idMarker = call.query("upload-id-marker") || undefined;
    const found: Upload[] = [];
    await using keys = store.keys(bucket.id, prefix, keyMarker);
    for (let one = await keys.next(); one && found.length <= maxKeys; one = await keys.next()) {
      const uploads = one.entry.uploads.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      found.push(
        ...uploads.filter(({ key, id }) => key !== keyMarker || (idMarker !== undefined && id > idMarker)),
      );
    }
    const page = found.slice(0, maxKeys);
    const more = found.length > page.length;
    return {
      status: 200,
      headers: { "content-type": "application/xml" },
      body: answer("ListMultipartUploadsResult", {
        Bucket: bucket.id,
        KeyMarker: out(keyMarker),
        UploadIdMarker: idMarker ?? "",
        NextKeyMarker: more ? out(page.at(-1)!.key) : undefined,
        NextUploadIdMarker: more ? page.at(-1)!.id : undefined,
        Prefix: out(prefix),
        EncodingType: encodingType,
        MaxUploads: maxKeys,
        IsTruncated: more,
        Upload: page.map(({ id, key, initiated, checksum }) => ({
          Key: out(key),
          UploadId: id,
          Initiated: initiated,
          StorageClass: "STANDARD",
          ChecksumAlgorithm: checksum?.algorithm,
          ChecksumType: checksum?.type,
        })),
      }),
    };
  },
});
