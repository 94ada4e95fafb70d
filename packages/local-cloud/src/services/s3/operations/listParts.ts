import { checksumElements, quoted } from "../headers.ts";
import { uploadOf } from "../multipart.ts";
import { objectOperation } from "../operation.ts";
import { answer } from "../xml.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts = objectOperation({
  method: "GET",
  query: ["uploadId"],
  async run(call) {
    const { store, bucket, key } = call;
    const upload = uploadOf(call, await store.at(bucket.id, key));
    const marker = Number(call.query("part-number-marker") ?? 0);
    const most = Math.min(Number(call.query("max-parts") ?? 1000), 1000);
    const rest = Object.entries(upload.parts)
      .map(([number, part]) => ({ number: Number(number), part }))
      .filter(({ number }) => number > marker)
      .sort((a, b) => a.number - b.number);
    const page = rest.slice(0, most);
    return {
      status: 200,
      headers: { "content-type": "application/xml" },
      body: answer("ListPartsResult", {
        Bucket: bucket.id,
        Key: key,
        UploadId: upload.id,
        PartNumberMarker: marker,
        NextPartNumberMarker: page.at(-1)?.number,
        MaxParts: most,
        IsTruncated: rest.length > page.length,
        Part: page.map(({ number, part }) => ({
          PartNumber: number,
          LastModified: part.lastModified,
          ETag: quoted(part.etag),
          Size: part.content.size,
          ...checksumElements(part.checksum),
        })),
        StorageClass: "STANDARD",
      }),
    };
  },
});
