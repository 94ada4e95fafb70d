import { s3Error } from "./errors.ts";

const longestLine = 16 * 1024;

/**
 * Takes the aws-chunked framing off a body; headers that follow the last chunk are put into `trailers`, in lower case.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 * @param line hears of each chunk's extension, such as `chunk-signature=…`
 */
export async function* awsChunked(
  stream: AsyncIterable<Buffer>,
  trailers: Record<string, string>,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let state: "size" | "data" | "after" | "trailers" | "end" = "size";
  let left = 0;
  for await (const chunk of stream) {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    while (rest.length > 0 && state !== "end") {
      if (state === "data") {
        const part = rest.subarray(0, left);
        rest = rest.subarray(part.length);
        left -= part.length;
        if (left === 0) state = "after";
        yield part;
        continue;
      }
      const end = rest.indexOf("\r\n");
      if (end < 0) {
        if (rest.length > longestLine) throw broken();
        break;
      }
      const line = rest.toString("latin1", 0, end);
      rest = rest.subarray(end + 2);
      if (state === "after") {
        if (line !== "") throw broken();
        state = "size";
      } else if (state === "size") {
        left = sizeOf(line);
        state = left > 0 ? "data" : "trailers";
      } else if (line === "") state = "end";
      else addTrailer(line, trailers);
    }
  }
  if (state !== "end") throw broken();
}

function sizeOf(line: string): number {
  const [hex = ""] = line.split(";");
  if (!/^[0-9a-f]{1,12}$/i.test(hex)) throw broken();
  return Number.parseInt(hex, 16);
}

function addTrailer(line: string, trailers: Record<string, string>): void {
  const colon = line.indexOf(":");
  if (colon < 1) throw broken();
  trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
}

const broken = () => s3Error("IncompleteBody", "The request body terminated unexpectedly");
