import { invalidArgument } from "./errors.ts";
import type { BucketCall } from "./operation.ts";
import type { Entry } from "./store.ts";

export interface Listing {
  prefix: string;
  delimiter: string | undefined;
  maxKeys: number;
  /** Text as it goes out: percent-encoded where that is asked for. */
  out(text: string): string;
  encodingType: string | undefined;
}

/** What all lists of a bucket's keys take. */
export function listing(call: BucketCall, maximum = "max-keys"): Listing {
  const encodingType = call.query("encoding-type");
  if (encodingType !== undefined && encodingType !== "url")
    throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encodingType);
  const given = call.query(maximum);
  const maxKeys = Number(given ?? 1000);
  if (!/^\d*$/.test(given ?? "") || maxKeys > 2 ** 31 - 1)
    throw invalidArgument(`Provided ${maximum} not an integer or within integer range`, maximum, given);
  return {
    prefix: call.query("prefix") ?? "",
    delimiter: call.query("delimiter") || undefined,
    maxKeys: Math.min(maxKeys, 1000),
    // S3 leaves the slashes.
    out: (text) => (encodingType ? encodeURIComponent(text).replaceAll("%2F", "/") : text),
    encodingType,
  };
}

export type Step = { prefix: string } | { key: string; entry: Entry };

/**
 * The keys after `after`, with those that go on behind the delimiter rolled up into their common prefix. A step's
 * consumer stops when it has enough.
 * @param from where to begin: at this key itself, or behind it
 */
export async function* walk(
  { store, bucket }: BucketCall,
  { prefix, delimiter }: Listing,
  from: { at?: string; after?: string },
): AsyncGenerator<Step> {
  await using keys = store.keys(bucket.id, prefix, from.at ?? from.after ?? "");
  let rolled: string | undefined = commonPrefix(from.after ?? "", prefix, delimiter);
  // Where a list ended with a common prefix, all behind that have been told by it.
  if (rolled !== undefined && rolled === from.after) keys.skipPast(rolled);
  else rolled = undefined;
  for (let found = await keys.next(); found; found = await keys.next()) {
    if (found.key === from.after) continue;
    const common = commonPrefix(found.key, prefix, delimiter);
    if (common === undefined) yield found;
    else if (common !== rolled) {
      rolled = common;
      yield { prefix: common };
      keys.skipPast(common);
    }
  }
}

function commonPrefix(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (!delimiter || !key.startsWith(prefix)) return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}
