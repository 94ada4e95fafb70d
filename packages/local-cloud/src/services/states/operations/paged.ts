import { AwsError } from "../../../errors.ts";

/** One page of a list; the token is the position to go on from. */
export function pageOf(
  nextToken: string | undefined,
  maxResults: number | undefined,
): { from: number; limit: number } {
  const limit = maxResults || 100;
  if (limit < 0 || limit > 1000)
    throw new AwsError(
      "ValidationException",
      "1 validation error detected: Value at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    );
  const from = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, "base64url").toString());
  if (!Number.isSafeInteger(from) || from < 0)
    throw new AwsError("InvalidToken", `Invalid Token: '${nextToken}'`);
  return { from, limit };
}

export const tokenAt = (position: number): string => Buffer.from(String(position)).toString("base64url");

export function paged<T>(
  all: T[],
  nextToken: string | undefined,
  maxResults: number | undefined,
): { items: T[]; nextToken?: string } {
  const { from, limit } = pageOf(nextToken, maxResults);
  const end = from + limit;
  return { items: all.slice(from, end), ...(end < all.length && { nextToken: tokenAt(end) }) };
}
