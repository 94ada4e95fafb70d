import { describe, expect, it } from "vitest";
import suite from "./cases/s3-streaming.json" with { type: "json" };
import { checksums } from "./checksums.ts";
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

  it("breaks off where the checksum that follows was changed or is missing", async () => {
    const one = suite.cases[1]!;
    await expect(decoded(one, body(one).replace("sOO8", "sOO9"))).rejects.toMatchObject({
      code: "SignatureDoesNotMatch",
    });
    await expect(decoded(one, body(one).replace(/x-amz-checksum.*\r\n/, ""))).rejects.toMatchObject({
      code: "MalformedTrailerError",
    });
  });
});

describe("a body sent in unsigned chunks", () => {
  const sent = (checksum: string) => `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${checksum}\r\n\r\n`;
  const streamed = (body: string, length = "5") => {
    const request = sign("", {
      service: "s3",
      method: "PUT",
      target: "/b/k",
      headers: [
        ["x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"],
        ["x-amz-decoded-content-length", length],
        ["x-amz-trailer", "x-amz-checksum-crc32"],
      ],
      payloadHash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
    });
    return read(signaturesFor().streamed(request, "s3", parts(body)).stream);
  };

  it("is checked by the checksum that follows", async () => {
    expect(await streamed(sent("NhCmhg=="))).toBe("hello");
    await expect(streamed(sent("NhCmhh=="))).rejects.toThrow(
      "The CRC32 you specified did not match the calculated checksum.",
    );
  });

  it("has to be as long as was said, in chunks that can be read", async () => {
    await expect(streamed(sent("NhCmhg=="), "6")).rejects.toMatchObject({ code: "IncompleteBody" });
    await expect(streamed("hello")).rejects.toMatchObject({ code: "IncompleteBody" });
    await expect(streamed("x\r\nhello\r\n")).rejects.toMatchObject({ code: "IncompleteBody" });
    await expect(streamed("hello".repeat(10_000))).rejects.toMatchObject({ code: "InvalidRequest" });
  });
});

describe("a body whose hash was signed", () => {
  const hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  const streamed = (body: string, declared = hash) => {
    const headers: [string, string][] = declared ? [["x-amz-content-sha256", declared]] : [];
    const request = sign("", {
      service: "s3",
      method: "PUT",
      target: "/b/k",
      headers,
      payloadHash: declared,
    });
    return signaturesFor().streamed(request, "s3", parts(body)).stream;
  };

  it("breaks off where it is another", async () => {
    expect(await read(streamed("hello"))).toBe("hello");
    await expect(read(streamed("hallo"))).rejects.toMatchObject({ code: "XAmzContentSHA256Mismatch" });
  });

  it("must have one", () => {
    expect(() => streamed("hello", "")).toThrow(
      "Missing required header for this request: x-amz-content-sha256",
    );
    expect(() => streamed("hello", "abc")).toThrow("must be UNSIGNED-PAYLOAD, STREAMING-");
  });
});

// https://reveng.sourceforge.io/crc-catalogue/all.htm gives the checksum of these nine digits for each algorithm.
it.each([
  ["crc32", "cbf43926"],
  ["crc32c", "e3069283"],
  ["crc64nvme", "ae8b14860a799888"],
])("computes %s", (name, check) => {
  const sum = checksums[`x-amz-checksum-${name}`]!();
  sum.update(Buffer.from("1234"));
  sum.update(Buffer.from("56789"));

  expect(sum.digest()).toBe(Buffer.from(check, "hex").toString("base64"));
});
