import type { HttpRequest } from "../../service.ts";
import { noSuchKey, notImplemented, s3Error } from "./errors.ts";
import type { Version } from "./versions.ts";

type Headers = HttpRequest["headers"];

const failed = (Condition: string) =>
  s3Error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    Condition,
  });

const matches = (etags: string, { etag }: Version): boolean =>
  etags
    .split(",")
    .some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "").replaceAll('"', "") === etag);

const seconds = (date: string) => Math.floor(new Date(date).getTime() / 1000);

/**
 * Throws PreconditionFailed; gives whether the reader's copy is still good.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax
 */
export function checkRead(headers: Headers, version: Version): "send" | "not modified" {
  const ifMatch = headers["if-match"];
  const ifNoneMatch = headers["if-none-match"];
  const ifUnmodified = headers["if-unmodified-since"];
  const ifModified = headers["if-modified-since"];
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, version)) throw failed("If-Match");
  } else if (ifUnmodified && seconds(version.lastModified) > seconds(ifUnmodified)) {
    throw failed("If-Unmodified-Since");
  }
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, version) ? "not modified" : "send";
  return ifModified && seconds(version.lastModified) <= seconds(ifModified) ? "not modified" : "send";
}

/**
 * Throws unless what is at a key now is what the writer expects.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWrite(headers: Headers, key: string, current: Version | undefined): void {
  const exists = current !== undefined && !current.deleteMarker;
  const ifNoneMatch = headers["if-none-match"];
  const ifMatch = headers["if-match"];
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*")
    throw notImplemented("A write with If-None-Match other than *");
  if (ifNoneMatch && exists) throw failed("If-None-Match");
  if (ifMatch === undefined) return;
  if (!exists) throw noSuchKey(key);
  if (!matches(ifMatch, current)) throw failed("If-Match");
}
