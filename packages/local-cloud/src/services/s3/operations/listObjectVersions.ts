import { invalidArgument } from "../errors.ts";
import { quoted } from "../headers.ts";
import { type Listing, listing, walk } from "../listing.ts";
import { type BucketCall, bucketOperation } from "../operation.ts";
import type { Version } from "../versions.ts";
import { answer } from "../xml.ts";

interface Row {
  key: string;
  version: Version;
  isLatest: boolean;
}

interface Page {
  rows: Row[];
  prefixes: string[];
  /** The last of this page, where there are more. */
  next?: { key: string; versionId?: string };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const listObjectVersions = bucketOperation({
  method: "GET",
  query: ["versions"],
  async run(call) {
    const wanted = listing(call);
    const { out } = wanted;
    const keyMarker = call.query("key-marker") ?? "";
    const versionIdMarker = call.query("version-id-marker") || undefined;
    if (versionIdMarker && keyMarker === "")
      throw invalidArgument(
        "A version-id marker cannot be specified without a key marker.",
        "version-id-marker",
        versionIdMarker,
      );
    const { rows, prefixes, next } = await page(call, wanted, keyMarker, versionIdMarker);
    const described = (row: Row) => ({
      Key: out(row.key),
      VersionId: row.version.id,
      IsLatest: row.isLatest,
      LastModified: row.version.lastModified,
    });
    const isMarker = ({ version }: Row) => version.deleteMarker === true;
    return {
      status: 200,
      headers: { "content-type": "application/xml" },
      body: answer("ListVersionsResult", {
        Name: call.bucket.id,
        Prefix: out(wanted.prefix),
        KeyMarker: out(keyMarker),
        VersionIdMarker: versionIdMarker ?? "",
        NextKeyMarker: next && out(next.key),
        NextVersionIdMarker: next?.versionId,
        MaxKeys: wanted.maxKeys,
        Delimiter: wanted.delimiter && out(wanted.delimiter),
        EncodingType: wanted.encodingType,
        IsTruncated: next !== undefined,
        Version: rows
          .filter((row) => !isMarker(row))
          .map((row) => ({
            ...described(row),
            ETag: quoted(row.version.etag),
            ChecksumAlgorithm: row.version.checksum?.algorithm,
            ChecksumType: row.version.checksum?.type,
            Size: row.version.size,
            StorageClass: "STANDARD",
          })),
        DeleteMarker: rows.filter(isMarker).map(described),
        CommonPrefixes: prefixes.map((prefix) => ({ Prefix: out(prefix) })),
      }),
    };
  },
});

async function page(
  call: BucketCall,
  wanted: Listing,
  keyMarker: string,
  versionIdMarker: string | undefined,
): Promise<Page> {
  const result: Page = { rows: [], prefixes: [] };
  if (wanted.maxKeys === 0) return result;
  let last: Page["next"];
  // A version's marker goes on within its key.
  for await (const step of walk(call, wanted, versionIdMarker ? { at: keyMarker } : { after: keyMarker })) {
    for (const row of "prefix" in step ? [undefined] : rowsOf(step.key, step.entry.versions)) {
      if (row && row.key === keyMarker && versionIdMarker && !isBehind(row, step, versionIdMarker)) continue;
      if (result.rows.length + result.prefixes.length === wanted.maxKeys) return { ...result, next: last };
      if (row) result.rows.push(row);
      else if ("prefix" in step) result.prefixes.push(step.prefix);
      last = row ? { key: row.key, versionId: row.version.id } : { key: (step as { prefix: string }).prefix };
    }
  }
  return result;
}

const rowsOf = (key: string, versions: Version[]): Row[] =>
  versions.map((version, index) => ({ key, version, isLatest: index === 0 }));

function isBehind(row: Row, step: { entry?: { versions: Version[] } } | object, marker: string): boolean {
  const versions = (step as { entry: { versions: Version[] } }).entry.versions;
  const at = versions.findIndex(({ id }) => id === marker);
  return versions.indexOf(row.version) > at;
}
