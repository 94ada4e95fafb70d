import { invalidArgument } from "../errors.ts";
import { quoted } from "../headers.ts";
import { type Listing, listing, walk } from "../listing.ts";
import { type BucketCall, bucketOperation } from "../operation.ts";
import { currentOf } from "../placement.ts";
import type { Version } from "../versions.ts";
import { answer } from "../xml.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2 = bucketOperation({
  method: "GET",
  query: ["list-type"],
  async run(call) {
    const wanted = listing(call);
    const token = call.query("continuation-token");
    const startAfter = call.query("start-after");
    const page = await listCurrent(call, wanted, token === undefined ? (startAfter ?? "") : keyOf(token));
    return xml("ListBucketResult", {
      ...described(call, wanted, page),
      KeyCount: page.objects.length + page.prefixes.length,
      ContinuationToken: token,
      NextContinuationToken:
        page.next === undefined ? undefined : Buffer.from(page.next).toString("base64url"),
      StartAfter: startAfter === undefined ? undefined : wanted.out(startAfter),
    });
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjects = bucketOperation({
  method: "GET",
  async run(call) {
    const wanted = listing(call);
    const marker = call.query("marker") ?? "";
    const page = await listCurrent(call, wanted, marker);
    return xml("ListBucketResult", {
      ...described(call, wanted, page),
      Marker: wanted.out(marker),
      NextMarker: page.next !== undefined && wanted.delimiter ? wanted.out(page.next) : undefined,
    });
  },
});

const xml = (name: string, value: object) => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body: answer(name, value),
});

interface Page {
  objects: { key: string; version: Version }[];
  prefixes: string[];
  /** The last key or prefix of this page, where there are more. */
  next?: string;
}

async function listCurrent(call: BucketCall, wanted: Listing, after: string): Promise<Page> {
  const page: Page = { objects: [], prefixes: [] };
  if (wanted.maxKeys === 0) return page;
  let last = "";
  for await (const step of walk(call, wanted, { after })) {
    const version = "entry" in step ? currentOf(step.entry) : undefined;
    if ("entry" in step && (!version || version.deleteMarker)) continue;
    if (page.objects.length + page.prefixes.length === wanted.maxKeys) return { ...page, next: last };
    if (version && "key" in step) page.objects.push({ key: step.key, version });
    else if ("prefix" in step) page.prefixes.push(step.prefix);
    last = "key" in step ? step.key : step.prefix;
  }
  return page;
}

function described({ bucket }: BucketCall, wanted: Listing, { objects, prefixes, next }: Page) {
  const { out } = wanted;
  return {
    Name: bucket.id,
    Prefix: out(wanted.prefix),
    Delimiter: wanted.delimiter && out(wanted.delimiter),
    MaxKeys: wanted.maxKeys,
    EncodingType: wanted.encodingType,
    IsTruncated: next !== undefined,
    Contents: objects.map(({ key, version }) => ({
      Key: out(key),
      LastModified: version.lastModified,
      ETag: quoted(version.etag),
      ChecksumAlgorithm: version.checksum?.algorithm,
      ChecksumType: version.checksum?.type,
      Size: version.size,
      StorageClass: "STANDARD",
    })),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: out(prefix) })),
  };
}

function keyOf(token: string): string {
  const key = Buffer.from(token, "base64url").toString("utf8");
  if (token === "" || Buffer.from(key).toString("base64url") !== token)
    throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
  return key;
}
