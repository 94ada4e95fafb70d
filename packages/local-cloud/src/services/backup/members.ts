import * as v from "valibot";
import { invalidParameter } from "./errors.ts";

export const text = v.pipe(v.string(), v.minLength(1, "it is empty"));
/** AWS's words: https://github.com/aws/aws-cdk/issues/8685 */
export const vaultName = v.pipe(
  v.string(),
  v.regex(/^[a-zA-Z0-9\-_]{2,50}$/, ({ input }) => `Backup vault name ${input} is not valid`),
);
export const tags = v.record(v.string(), v.string());
/** Identifies the request: the same one again changes nothing. */
export const creatorRequestId = v.pipe(
  v.string(),
  v.regex(/^[\w.-]{1,50}$/, "it has to be 1 to 50 letters, digits, -, _ and ."),
);
/** A number of days, or of minutes; the API model has both as long integers. */
export const long = v.pipe(v.number(), v.integer("it has to be a whole number"));
export const lifecycle = v.object({
  MoveToColdStorageAfterDays: v.optional(v.number()),
  DeleteAfterDays: v.optional(v.number()),
  OptInToArchiveForSupportedResources: v.optional(v.boolean()),
});

/** A timestamp of the query: ISO 8601, or epoch seconds as the AWS CLI may pass them on. */
export const timestamp = v.pipe(
  v.string(),
  v.transform((given) => (/^\d+(\.\d+)?$/.test(given) ? new Date(Number(given) * 1000) : new Date(given))),
  v.check((date) => !Number.isNaN(date.getTime()), "it isn't a timestamp"),
);

/** A boolean of the query. */
export const flag = v.pipe(
  v.picklist(["true", "false"], "it has to be true or false"),
  v.transform((given) => given === "true"),
);

/** A number of the query. */
export function wholeNumber(least: number, most: number) {
  return v.pipe(
    v.string(),
    v.transform(Number),
    v.check(
      (given) => Number.isInteger(given) && given >= least && given <= most,
      `it has to be from ${least} to ${most}`,
    ),
  );
}

export const pageMembers = {
  NextToken: v.optional(v.string()),
  MaxResults: v.optional(wholeNumber(1, 1000)),
};

export const pageQuery = { nextToken: "NextToken", maxResults: "MaxResults" };

interface Page {
  NextToken?: string;
  MaxResults?: number;
}

/**
 * One page of a list. The token names the last item given and the one that was to come: what is added meanwhile
 * neither repeats nor hides an item, and the items given may be deleted before the next page is asked for. Throws
 * InvalidParameterValueException for a token that isn't one.
 */
export function page<T>(
  all: T[],
  idOf: (item: T) => string,
  { NextToken, MaxResults = 1000 }: Page,
): [T[], string?] {
  const ids = all.map(idOf);
  const start = NextToken === undefined ? 0 : startOf(ids, NextToken);
  const end = start + MaxResults;
  const items = all.slice(start, end);
  return end < all.length ? [items, tokenOf([ids[end - 1]!, ids[end]!])] : [items];
}

const tokenOf = (ids: [last: string, next: string]) => Buffer.from(JSON.stringify(ids)).toString("base64url");

function startOf(ids: string[], token: string): number {
  const [last, next] = readToken(token);
  const after = ids.indexOf(last) + 1;
  const start = after > 0 ? after : ids.indexOf(next);
  if (start < 0) throw noToken();
  return start;
}

function readToken(token: string): [string, string] {
  try {
    const ids = JSON.parse(Buffer.from(token, "base64url").toString());
    if (Array.isArray(ids) && ids.length === 2) return ids as [string, string];
  } catch {
    // Falls through to the refusal.
  }
  throw noToken();
}

const noToken = () => invalidParameter("NextToken: it isn't one that this list gave");

/** Timestamps of an answer are epoch seconds. */
export const seconds = (date: string | Date | undefined): number | undefined =>
  date === undefined ? undefined : new Date(date).getTime() / 1000;
