import type { HttpRequest } from "../../service.ts";
import { headerOf } from "./checksums.ts";
import { encryptionHeaders } from "./encryption.ts";
import { s3Error } from "./errors.ts";
import type { BucketCall } from "./operation.ts";
import type { Checksum } from "./receive.ts";
import type { Version } from "./versions.ts";

const kept = new Set([
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
]);
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
const mostMetadataBytes = 2048;

/** What of a request's headers goes out again with the object. */
export function headersOfUpload({ headers }: HttpRequest): Record<string, string> {
  const own = Object.entries(headers).filter(
    (pair): pair is [string, string] =>
      pair[1] !== undefined && (kept.has(pair[0]) || pair[0].startsWith("x-amz-meta-")),
  );
  const metadata = own.filter(([name]) => name.startsWith("x-amz-meta-"));
  const size = metadata.reduce((sum, [name, value]) => sum + name.length - 11 + Buffer.byteLength(value), 0);
  if (size > mostMetadataBytes)
    throw s3Error("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", {
      Size: size,
      MaxSizeAllowed: mostMetadataBytes,
    });
  const result: Record<string, string> = {
    "content-type": "binary/octet-stream",
    ...Object.fromEntries(own),
  };
  // The framing of an upload isn't an encoding of the object.
  const encoding = (result["content-encoding"] ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "" && one !== "aws-chunked");
  if (encoding.length > 0) result["content-encoding"] = encoding.join(",");
  else delete result["content-encoding"];
  return result;
}

/** What a reader of an object hears of it. */
export function headersOf(call: BucketCall, version: Version): Record<string, string> {
  const { retention, legalHold, tags = {} } = version;
  const tagCount = Object.keys(tags).length;
  return {
    ...version.headers,
    "accept-ranges": "bytes",
    etag: quoted(version.etag),
    "last-modified": new Date(version.lastModified).toUTCString(),
    ...versionHeaders(call, version),
    ...encryptionHeaders(version),
    ...(retention && {
      "x-amz-object-lock-mode": retention.mode,
      "x-amz-object-lock-retain-until-date": retention.until,
    }),
    ...(legalHold !== undefined && { "x-amz-object-lock-legal-hold": legalHold ? "ON" : "OFF" }),
    ...(tagCount > 0 && { "x-amz-tagging-count": String(tagCount) }),
  };
}

/** A bucket that never had versioning says nothing of versions. */
export const versionHeaders = (
  { bucket }: BucketCall,
  { id }: Pick<Version, "id">,
): Record<string, string> => (bucket.versioning ? { "x-amz-version-id": id } : {});

export const checksumHeaders = (checksum: Checksum | undefined): Record<string, string> =>
  checksum ? { [headerOf(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": checksum.type } : {};

/** A checksum as an element of an answer's XML. */
export const checksumElements = (checksum: Checksum | undefined): Record<string, string> =>
  checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {};

export const quoted = (etag: string): string => `"${etag}"`;
