import { s3Error } from "./errors.ts";

const tag = (message: string) => s3Error("InvalidTag", message);

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
export function checkTags(pairs: [string, string][]): Record<string, string> {
  if (pairs.length > 10) throw tag("Object tags cannot be greater than 10");
  if (new Set(pairs.map(([key]) => key)).size < pairs.length)
    throw tag("Cannot provide multiple Tags with the same key");
  for (const [key, value] of pairs) {
    if (key.length < 1 || key.length > 128) throw tag("The TagKey you have provided is invalid");
    if (value.length > 256) throw tag("The TagValue you have provided is invalid");
  }
  return Object.fromEntries(pairs);
}

/** Tags of the header `x-amz-tagging`: `a=1&b=2`. */
export const tagsOfUpload = (header: string | undefined): Record<string, string> | undefined =>
  header === undefined ? undefined : checkTags([...new URLSearchParams(header)]);
