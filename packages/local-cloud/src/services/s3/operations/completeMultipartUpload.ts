import * as v from "valibot";
import { headerOf } from "../checksums.ts";
import { encryptionHeaders, keyOf } from "../encryption.ts";
import { s3Error } from "../errors.ts";
import { checksumElements, quoted, versionHeaders } from "../headers.ts";
import { leastPartBytes, multipartChecksum, multipartEtag, uploadOf } from "../multipart.ts";
import { type ObjectCall, objectOperation } from "../operation.ts";
import { currentOf, nextId, withVersion } from "../placement.ts";
import { checkWrite } from "../preconditions.ts";
import { receiveDocument } from "../receive.ts";
import type { Part, Upload, Version } from "../versions.ts";
import { answer, list, parseXml } from "../xml.ts";

const schema = v.object({
  Part: v.pipe(
    list(v.object({ PartNumber: v.pipe(v.string(), v.toNumber(), v.integer()), ETag: v.string() })),
    v.minLength(1),
  ),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const completeMultipartUpload = objectOperation({
  method: "POST",
  query: ["uploadId"],
  async run(call) {
    const { store, bucket, key, request, clock } = call;
    const body = await receiveWithoutChecksum(call);
    const { Part: wanted } = parseXml(body, "CompleteMultipartUpload", schema);
    const upload = uploadOf(call, await store.at(bucket.id, key));
    const parts = partsOf(wanted, upload);
    const contents = parts.map(({ content }) => content);
    const dataKey = keyOf(call, upload.version);
    const checksum = await multipartChecksum(upload.checksum, parts, () =>
      store.contents.read(contents, dataKey),
    );
    const expected = call.header(headerOf(checksum.algorithm));
    if (expected !== undefined && expected.split("-")[0] !== checksum.value.split("-")[0])
      throw s3Error(
        "BadDigest",
        `The ${checksum.algorithm} you specified did not match the calculated checksum.`,
      );
    const version: Version = {
      ...upload.version,
      id: nextId(call),
      lastModified: clock.now().toISOString(),
      etag: multipartEtag(parts),
      size: contents.reduce((sum, { size }) => sum + size, 0),
      contents,
      checksum,
    };
    await store.change(bucket.id, key, (entry) => {
      const current = uploadOf(call, entry);
      if (
        parts.some(
          (part) => !Object.values(current.parts).some(({ content }) => content.id === part.content.id),
        )
      )
        throw invalidPart();
      checkWrite(request.headers, key, currentOf(entry));
      const uploads = entry.uploads.filter((one) => one !== current);
      return { entry: withVersion({ ...entry, uploads }, version), result: undefined };
    });
    return {
      status: 200,
      headers: {
        "content-type": "application/xml",
        ...versionHeaders(call, version),
        ...encryptionHeaders(version),
      },
      body: answer("CompleteMultipartUploadResult", {
        Location: `https://${bucket.id}.s3.${call.place.region}.amazonaws.com/${encodeURIComponent(key)}`,
        Bucket: bucket.id,
        Key: key,
        ETag: quoted(version.etag),
        ...checksumElements(checksum),
      }),
    };
  },
});

/** The checksum in this request's headers is the object's, not its body's. */
function receiveWithoutChecksum({ request }: ObjectCall): Promise<Buffer> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !name.startsWith("x-amz-checksum-")),
  );
  return receiveDocument({ ...request, headers }, 4 * 1024 ** 2);
}

const invalidPart = () =>
  s3Error(
    "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  );

function partsOf(wanted: v.InferOutput<typeof schema>["Part"], { parts }: Upload): Part[] {
  if (wanted.some(({ PartNumber }, index) => index > 0 && PartNumber <= wanted[index - 1]!.PartNumber))
    throw s3Error(
      "InvalidPartOrder",
      "The list of parts was not in ascending order. Parts must be ordered by part number.",
    );
  const found = wanted.map(({ PartNumber, ETag }) => {
    const part = parts[PartNumber];
    if (!part || part.etag !== ETag.replaceAll('"', "")) throw invalidPart();
    return part;
  });
  const small = found.slice(0, -1).findIndex(({ content }) => content.size < leastPartBytes);
  if (small >= 0)
    throw s3Error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", {
      ProposedSize: found[small]!.content.size,
      MinSizeAllowed: leastPartBytes,
      PartNumber: wanted[small]!.PartNumber,
    });
  return found;
}
