import type { HttpReply } from "../../../service.ts";
import type { Range } from "../contents.ts";
import { encryptionHeaders, keyOf } from "../encryption.ts";
import { invalidArgument, s3Error } from "../errors.ts";
import { checksumElements, checksumHeaders, quoted } from "../headers.ts";
import { partNumberOf, uploadOf } from "../multipart.ts";
import { type ObjectCall, objectOperation } from "../operation.ts";
import { type Received, receive } from "../receive.ts";
import { readSource, sourceOf } from "../source.ts";
import type { Part, Upload } from "../versions.ts";
import { answer } from "../xml.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart = objectOperation({
  method: "PUT",
  query: ["partNumber", "uploadId"],
  async run(call) {
    const { part, upload } = await takePart(call, (append, { checksum }) =>
      receive(call.request, append, checksum?.algorithm),
    );
    return {
      status: 200,
      headers: {
        etag: quoted(part.etag),
        ...encryptionHeaders(upload.version),
        ...checksumHeaders(part.checksum),
      },
    };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy = objectOperation({
  method: "PUT",
  query: ["partNumber", "uploadId"],
  header: "x-amz-copy-source",
  async run(call): Promise<HttpReply> {
    const source = await sourceOf(call);
    const range = copyRange(call.header("x-amz-copy-source-range"), source.version.size);
    const { part, upload } = await takePart(call, (append) => readSource(call, source, append, range));
    return {
      status: 200,
      headers: { "content-type": "application/xml", ...encryptionHeaders(upload.version) },
      body: answer("CopyPartResult", {
        ETag: quoted(part.etag),
        LastModified: part.lastModified,
        ...checksumElements(part.checksum),
      }),
    };
  },
});

type Append = (chunk: Buffer) => Promise<void>;

/** Stores a part; one of the same number goes. */
async function takePart(
  call: ObjectCall,
  fill: (append: Append, upload: Upload) => Promise<Received>,
): Promise<{ part: Part; upload: Upload }> {
  const { store, bucket, key, clock } = call;
  const number = partNumberOf(call);
  const upload = uploadOf(call, await store.at(bucket.id, key));
  const { content, result } = await store.write(keyOf(call, upload.version), (append) =>
    fill(append, upload),
  );
  const part: Part = {
    content,
    etag: result.md5,
    lastModified: clock.now().toISOString(),
    checksum: result.checksum,
  };
  try {
    if (upload.checksum && upload.checksum.algorithm !== part.checksum.algorithm)
      throw s3Error(
        "InvalidRequest",
        `Checksum Type mismatch occurred, expected checksum Type: ${upload.checksum.algorithm.toLowerCase()}, actual checksum Type: ${part.checksum.algorithm.toLowerCase()}`,
      );
    await store.change(bucket.id, key, (entry) => {
      const current = uploadOf(call, entry);
      const grown = { ...current, parts: { ...current.parts, [number]: part } };
      const uploads = entry.uploads.map((one) => (one === current ? grown : one));
      return { entry: { ...entry, uploads }, result: undefined };
    });
  } catch (error) {
    store.abandon(content);
    throw error;
  }
  return { part, upload };
}

function copyRange(header: string | undefined, size: number): Range | undefined {
  if (header === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (first === undefined || Number(last) < Number(first))
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
    );
  if (Number(last) >= size)
    throw s3Error("InvalidRange", `Range specified is not valid for source object of size: ${size}`);
  return { first: Number(first), last: Number(last) };
}
