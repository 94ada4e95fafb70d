import { describe, expect, it } from "vitest";
import suite from "./cases/s3-streaming.json" with { type: "json" };
import type { RawRequest } from "./rawRequest.ts";
import { clockAt, sign, signaturesFor } from "./testing.ts";

async function* parts(body: string | Buffer, size = 1000) {
  const bytes = Buffer.from(body);
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function read(stream: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const part of stream) all.push(part);
  return Buffer.concat(all).toString("latin1");
}

describe("AWS's examples of chunked uploads", () => {
  type Example = (typeof suite.cases)[number];
  const clock = clockAt(suite.at);
  const signatures = signaturesFor(suite, { clock, machineClock: clock });
  const request = (one: Example): RawRequest => ({
    method: "PUT",
    target: "/examplebucket/chunkObject.txt",
    headers: [
      ...one.headers.map(([name, value]): [string, string] => [name!.toLowerCase(), value!]),
      [
        "authorization",
        `AWS4-HMAC-SHA256 Credential=${suite.accessKeyId}/20130524/us-east-1/s3/aws4_request,SignedHeaders=${one.signedHeaders},Signature=${one.signature}`,
      ],
    ],
  });
  const body = ({ chunks, trailer }: Example) => {
    const sent = chunks.map(([size, signature]) => {
      const head = `${Number(size).toString(16)};chunk-signature=${signature}\r\n`;
      return size === 0 ? head : `${head}${"a".repeat(Number(size))}\r\n`;
    });
    return `${sent.join("")}${trailer.map((line) => `${line}\r\n`).join("")}\r\n`;
  };
  const decoded = (one: Example, sent = body(one), size?: number) =>
    read(signatures.streamed(request(one), "s3", parts(sent, size)).stream);

  it.each(suite.cases)("takes $name, however it is cut up", async (one) => {
    expect(one.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    for (const size of [7, 1000, 100_000])
      expect(await decoded(one, body(one), size)).toBe("a".repeat(66_560));
  });

  it.each(suite.cases)("breaks off where it was changed: $name", async (one) => {
    const [, second = ""] = body(one).split("\r\n400;");
    const changed = body(one).replace("\r\na", "\r\nb");
    await expect(decoded(one, changed)).rejects.toMatchObject({ code: "SignatureDoesNotMatch" });
    await expect(decoded(one, `400;${second}`)).rejects.toMatchObject({ code: "SignatureDoesNotMatch" });
    await expect(decoded(one, body(one).slice(0, -2))).rejects.toMatchObject({ code: "IncompleteBody" });
    await expect(decoded(one, body(one).slice(0, 50_000))).rejects.toMatchObject({ code: "IncompleteBody" });
  });

  it("breaks off where the headers that follow were changed or bear no signature", async () => {
    const one = suite.cases[1]!;
    for (const changed of [
      body(one).replace("sOO8", "sOO9"),
      body(one).replace(/x-amz-checksum.*\r\n/, ""),
      body(one).replace(/x-amz-trailer-signature.*\r\n/, ""),
      body(one).replace(/\r\n\r\n$/, "\r\nx-amz-checksum-crc32c:AAAAAA==\r\n\r\n"),
    ])
      await expect(decoded(one, changed)).rejects.toMatchObject({ code: "SignatureDoesNotMatch" });
  });
});

describe("a body sent in unsigned chunks", () => {
  const streamed = (body: string) => {
    const request = sign("", {
      service: "s3",
      method: "PUT",
      target: "/b/k",
      headers: [["x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"]],
      payloadHash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    });
    return signaturesFor().streamed(request, "s3", parts(body));
  };

  it("is taken out of them, with the headers that follow", async () => {
    const { stream, trailers } = streamed("5\r\nhello\r\n0\r\nX-Amz-Checksum-CRC32: NhCmhg==\r\n\r\n");

    expect(await read(stream)).toBe("hello");
    expect(trailers).toEqual({ "x-amz-checksum-crc32": "NhCmhg==" });
  });

  it.each([
    ["5\r\nhello\r\n0\r\n", "IncompleteBody"],
    ["6\r\nhello\r\n0\r\n\r\n", "IncompleteBody"],
    ["4\r\nhello\r\n0\r\n\r\n", "IncompleteBody"],
    ["hello", "IncompleteBody"],
    ["x\r\nhello\r\n", "IncompleteBody"],
    ["0\r\nno header\r\n\r\n", "IncompleteBody"],
    ["hello".repeat(10_000), "IncompleteBody"],
  ])("breaks off at %j", async (body, code) => {
    await expect(read(streamed(body.slice(0, 60_000)).stream)).rejects.toMatchObject({ code });
  });
});

describe("what a request says of its body", () => {
  const streamed = (declared: string) => {
    const headers: [string, string][] = declared ? [["x-amz-content-sha256", declared]] : [];
    const request = sign("", {
      service: "s3",
      method: "PUT",
      target: "/b/k",
      headers,
      payloadHash: declared,
    });
    return signaturesFor().streamed(request, "s3", parts("hello")).stream;
  };

  it("is its hash, or that it isn't signed", async () => {
    expect(await read(streamed("UNSIGNED-PAYLOAD"))).toBe("hello");
    expect(await read(streamed("0".repeat(64)))).toBe("hello");
  });

  it("can't be left out, nor be something else", () => {
    expect(() => streamed("")).toThrow("Missing required header for this request: x-amz-content-sha256");
    expect(() => streamed("abc")).toThrow("must be UNSIGNED-PAYLOAD, STREAMING-");
  });
});
