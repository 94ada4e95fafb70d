import { type Algorithm, algorithms, canBeFullObject, type Digest, hash, isAlgorithm } from "./checksums.ts";
import { invalidArgument, notImplemented, s3Error } from "./errors.ts";
import type { ObjectCall } from "./operation.ts";
import type { Checksum } from "./receive.ts";
import type { Entry } from "./store.ts";
import type { Part, Upload } from "./versions.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const leastPartBytes = 5 * 1024 ** 2;

export const noSuchUpload = () =>
  s3Error(
    "NoSuchUpload",
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
  );

export function uploadOf(call: ObjectCall, { uploads }: Entry): Upload {
  const upload = uploads.find(({ id }) => id === call.query("uploadId"));
  if (!upload) throw noSuchUpload();
  return upload;
}

export function partNumberOf(call: ObjectCall): number {
  const number = Number(call.query("partNumber"));
  if (Number.isInteger(number) && number >= 1 && number <= 10_000) return number;
  throw invalidArgument(
    "Part number must be an integer between 1 and 10000, inclusive",
    "partNumber",
    call.query("partNumber"),
  );
}

/** What an upload's checksum is to be: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
export function checksumOfUpload(call: ObjectCall): Upload["checksum"] {
  const algorithm = call.header("x-amz-checksum-algorithm")?.toUpperCase();
  const type = call.header("x-amz-checksum-type")?.toUpperCase();
  if (algorithm === undefined) return undefined;
  if (!isAlgorithm(algorithm)) throw notImplemented(`The checksum algorithm ${algorithm}`);
  if (type === "FULL_OBJECT" && !canBeFullObject(algorithm))
    throw s3Error(
      "InvalidRequest",
      `The FULL_OBJECT checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  if (type === "COMPOSITE" && algorithm === "CRC64NVME")
    throw s3Error(
      "InvalidRequest",
      "The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm.",
    );
  const usual = algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE";
  return { algorithm, type: type === "FULL_OBJECT" || type === "COMPOSITE" ? type : usual };
}

/** MD5 of the parts' MD5s, and their number. */
export function multipartEtag(parts: Part[]): string {
  const md5 = hash("md5");
  for (const { etag } of parts) md5.update(Buffer.from(etag, "hex"));
  return `${md5.digest().toString("hex")}-${parts.length}`;
}

/** The checksum of the whole: of the parts' checksums, or of all bytes, which are read again for it. */
export async function multipartChecksum(
  wanted: Upload["checksum"],
  parts: Part[],
  read: () => AsyncIterable<Buffer>,
): Promise<Checksum> {
  const { algorithm, type } = wanted ?? ({ algorithm: "CRC64NVME", type: "FULL_OBJECT" } as const);
  const digest = algorithms[algorithm as Algorithm]() as Digest;
  if (type === "COMPOSITE") {
    for (const { checksum } of parts) digest.update(Buffer.from(checksum.value, "base64"));
    return { algorithm, type, value: `${digest.digest().toString("base64")}-${parts.length}` };
  }
  for await (const chunk of read()) digest.update(chunk);
  return { algorithm, type, value: digest.digest().toString("base64") };
}
