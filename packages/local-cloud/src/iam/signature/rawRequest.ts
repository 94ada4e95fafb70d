import type { IncomingMessage } from "node:http";

/** A request as it came over the wire, with nothing decoded or joined: that is what a signature is about. */
export interface RawRequest {
  method: string;
  /** Path and query. */
  target: string;
  /** In the order they came; a name may come several times. */
  headers: [name: string, value: string][];
}

export function rawRequest({ method = "GET", url = "/", rawHeaders }: IncomingMessage): RawRequest {
  const headers: RawRequest["headers"] = [];
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers.push([rawHeaders[index]!.toLowerCase(), rawHeaders[index + 1]!]);
  return { method, target: url, headers };
}

/** Several headers of one name make one value. */
export function headerOf({ headers }: RawRequest, name: string): string | undefined {
  const values = headers.filter(([key]) => key === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(",");
}

/** The members of the query, decoded. */
export function queryOf({ target }: RawRequest): URLSearchParams {
  const start = target.indexOf("?");
  return new URLSearchParams(start < 0 ? "" : target.slice(start));
}
