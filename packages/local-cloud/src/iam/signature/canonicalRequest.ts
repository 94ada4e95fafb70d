import type { RawRequest } from "./rawRequest.ts";

interface Options {
  signedHeaders: string[];
  payloadHash: string;
  /** S3 takes an object's key as it is; every other service tidies the path and encodes it once more. */
  keepsPath: boolean;
}

/**
 * The one text that client and service make of the same request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
 */
export function canonicalRequest(request: RawRequest, options: Options): string {
  const { signedHeaders, payloadHash, keepsPath } = options;
  const question = request.target.indexOf("?");
  const path = question < 0 ? request.target : request.target.slice(0, question);
  const query = question < 0 ? "" : request.target.slice(question + 1);
  return [
    request.method,
    keepsPath ? path.split("/").map(reencoded).join("/") : canonicalPath(path),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${canonicalHeader(request, name)}`),
    "",
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  const end = segments.length > 0 && path.endsWith("/") ? "/" : "";
  return `/${segments.map((segment) => encoded(unicode(segment))).join("/")}${end}`;
}

function canonicalQuery(query: string): string {
  if (query === "") return "";
  return query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const equals = pair.indexOf("=");
      const [name, value] = equals < 0 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
      // A plus is a space in a query, and nowhere else.
      return [reencoded(name.replaceAll("+", " ")), reencoded(value.replaceAll("+", " "))] as const;
    })
    .filter(([name]) => name !== "X-Amz-Signature")
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function canonicalHeader({ headers }: RawRequest, name: string): string {
  return headers
    .filter(([key]) => key === name)
    .map(([, value]) => unicode(value).trim().replace(/\s+/g, " "))
    .join(",");
}

/** Everything but letters, digits and `-._~` in percent, in capital hexadecimal digits. */
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

function reencoded(text: string): string {
  try {
    return encoded(decodeURIComponent(unicode(text)));
  } catch {
    // A percent sign that begins nothing stands for itself.
    return encoded(unicode(text));
  }
}

/** HTTP's bytes come as one character each. */
function unicode(text: string): string {
  for (let index = 0; index < text.length; index++)
    if (text.charCodeAt(index) > 0x7f) return Buffer.from(text, "latin1").toString("utf8");
  return text;
}
