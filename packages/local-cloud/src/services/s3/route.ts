import type { HttpRequest } from "../../service.ts";
import { notImplemented, s3Error } from "./errors.ts";
import type { Operation } from "./operation.ts";
import { unsupported } from "./unsupported.ts";

export interface Routed {
  name: string;
  operation: Operation;
  /** Empty for an operation on none. */
  bucket: string;
  key: string;
}

const verbs: Record<string, string> = { GET: "Get", PUT: "Put", POST: "", DELETE: "Delete", HEAD: "Head" };
const mostKeyBytes = 1024;

/** Finds the operation of a request in path style: `/<bucket>/<key>`. Throws NotImplemented, naming what it wants. */
export function route(operations: Record<string, Operation>, request: HttpRequest): Routed {
  const { method, query, headers } = request;
  const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/s.exec(decoded(request.path)) ?? [];
  const on = bucket === "" ? "service" : key === "" ? "bucket" : "object";
  if (Buffer.byteLength(key) > mostKeyBytes)
    throw s3Error("KeyTooLongError", "Your key is too long", {
      Size: Buffer.byteLength(key),
      MaxSizeAllowed: mostKeyBytes,
    });
  const weight = ({ query = [], header }: Operation) => query.length + (header ? 1 : 0);
  const [found] = Object.entries(operations)
    .filter(
      ([, one]) =>
        one.on === on &&
        one.method === method &&
        (one.query ?? []).every((name) => query.has(name)) &&
        (one.header === undefined || headers[one.header] !== undefined),
    )
    .sort(([, a], [, b]) => weight(b) - weight(a));
  const refused = on !== "service" && Object.keys(unsupported[on]).find((name) => query.has(name));
  if (refused && !found?.[1].query?.includes(refused))
    throw notImplemented(`${verbs[method]}${unsupported[on as "bucket"][refused]}`);
  if (found) return { name: found[0], operation: found[1], bucket, key };
  throw notImplemented(
    `${method} of a ${on}${on === "bucket" ? `, such as ${bucketVerbs[method] ?? "this"},` : ""}`,
  );
}

const bucketVerbs: Record<string, string> = {
  PUT: "CreateBucket",
  DELETE: "DeleteBucket",
  POST: "PostObject",
};

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw s3Error("InvalidURI", "Couldn't parse the specified URI.");
  }
}
