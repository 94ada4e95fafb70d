import type { HttpReply, StreamReply } from "../../../service.ts";
import type { Range } from "../contents.ts";
import { keyOf } from "../encryption.ts";
import { invalidArgument, s3Error } from "../errors.ts";
import { checksumHeaders, headersOf } from "../headers.ts";
import { type ObjectCall, objectOperation, versionOf } from "../operation.ts";
import { versionToRead } from "../placement.ts";
import { checkRead } from "../preconditions.ts";
import { rangeOf } from "../range.ts";
import type { Version } from "../versions.ts";

const needs = (call: ObjectCall) => ({ VersionId: versionOf(call) });

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject = objectOperation({
  method: "GET",
  needs,
  async run(call): Promise<HttpReply | StreamReply> {
    const { version, reply, range } = await head(call);
    const key = keyOf(call, version);
    if (reply.status === 304 || version.size === 0) return reply;
    return { ...reply, body: call.store.contents.read(version.contents, key, range) };
  },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const headObject = objectOperation({
  method: "HEAD",
  needs,
  async run(call) {
    const { version, reply } = await head(call);
    keyOf(call, version);
    return reply;
  },
});

async function head(call: ObjectCall): Promise<{ version: Version; reply: HttpReply; range?: Range }> {
  const version = await versionToRead(call);
  const headers = { ...headersOf(call, version), ...overrides(call) };
  if (checkRead(call.request.headers, version) === "not modified")
    return { version, reply: { status: 304, headers } };
  const part = partOf(call, version);
  const range = part ?? rangeOf(call.header("range"), version.size);
  const length = range ? range.last - range.first + 1 : version.size;
  return {
    version,
    range,
    reply: {
      status: range ? 206 : 200,
      headers: {
        ...headers,
        "content-length": String(length),
        ...(range && { "content-range": `bytes ${range.first}-${range.last}/${version.size}` }),
        ...(part &&
          version.contents.length > 1 && { "x-amz-mp-parts-count": String(version.contents.length) }),
        ...(!range &&
          call.header("x-amz-checksum-mode")?.toUpperCase() === "ENABLED" &&
          checksumHeaders(version.checksum)),
      },
    },
  };
}

/** One part of an object that came in parts; an object that came in one has one. */
function partOf(call: ObjectCall, { contents, size }: Version): Range | undefined {
  const number = call.query("partNumber");
  if (number === undefined) return undefined;
  if (call.header("range"))
    throw s3Error("InvalidRequest", "Cannot specify both Range header and partNumber query parameter");
  const index = Number(number) - 1;
  if (!Number.isInteger(index) || index < 0 || index >= 10_000)
    throw invalidArgument(
      "Part number must be an integer between 1 and 10000, inclusive",
      "partNumber",
      number,
    );
  const content = contents[index];
  if (!content) throw s3Error("InvalidPartNumber", "The requested partnumber is not satisfiable");
  if (size === 0) return undefined;
  const first = contents.slice(0, index).reduce((sum, { size }) => sum + size, 0);
  return { first, last: first + content.size - 1 };
}

/** `response-content-type=…` and its like, which links with a signature carry. */
const overrides = (call: ObjectCall): Record<string, string> =>
  Object.fromEntries(
    [...call.request.query]
      .filter(([name]) =>
        /^response-(cache-control|content-(disposition|encoding|language|type)|expires)$/.test(name),
      )
      .map(([name, value]) => [name.slice("response-".length), value]),
  );
