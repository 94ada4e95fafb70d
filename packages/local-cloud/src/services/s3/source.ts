import type { Bucket } from "./buckets.ts";
import { algorithms, type Digest, hash } from "./checksums.ts";
import type { Range } from "./contents.ts";
import { keyOf } from "./encryption.ts";
import { invalidArgument, s3Error } from "./errors.ts";
import { authorizeCall, type ObjectCall } from "./operation.ts";
import { pick } from "./placement.ts";
import { checkRead } from "./preconditions.ts";
import type { Received } from "./receive.ts";
import type { Version } from "./versions.ts";

export interface Source {
  bucket: Bucket;
  key: string;
  version: Version;
}

const conditions = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"];

/** What `x-amz-copy-source` names, when the caller may read it and it is as the caller expects. */
export async function sourceOf(call: ObjectCall): Promise<Source> {
  const [path = "", query] = (call.header("x-amz-copy-source") ?? "").replace(/^\//, "").split("?");
  const slash = path.indexOf("/");
  if (slash < 1) throw invalidArgument("Invalid copy source object key", "x-amz-copy-source", path);
  const bucket = call.buckets.find(path.slice(0, slash));
  const key = decodeURIComponent(path.slice(slash + 1));
  const versionId = new URLSearchParams(query).get("versionId") ?? undefined;
  authorizeCall(call, { Bucket: bucket.id, Key: key, VersionId: versionId }, "GetObject");
  const at = { bucket, key };
  const version = pick(call, await call.store.at(bucket.id, key), versionId, at);
  const headers = Object.fromEntries(
    conditions.map((name) => [name, call.header(`x-amz-copy-source-${name}`)]),
  );
  if (checkRead(headers, version) === "not modified")
    throw s3Error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
  return { ...at, version };
}

/** Reads a source, or a range of it, into `append`. */
export async function readSource(
  call: ObjectCall,
  { version, ...at }: Source,
  append: (chunk: Buffer) => Promise<void>,
  range?: Range,
): Promise<Received> {
  const algorithm = version.checksum?.type === "FULL_OBJECT" ? version.checksum.algorithm : "CRC64NVME";
  const [checksum, md5] = [algorithms[algorithm]() as Digest, hash("md5")];
  let size = 0;
  for await (const chunk of call.store.contents.read(version.contents, keyOf(call, version, at), range)) {
    size += chunk.length;
    for (const digest of [checksum, md5]) digest.update(chunk);
    await append(chunk);
  }
  return {
    size,
    md5: md5.digest().toString("hex"),
    checksum: { algorithm, value: checksum.digest().toString("base64"), type: "FULL_OBJECT" },
  };
}
