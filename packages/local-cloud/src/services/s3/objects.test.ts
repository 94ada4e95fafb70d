import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  type ChecksumAlgorithm,
  CopyObjectCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  PutBucketAclCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it, test, vi } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing.ts";
import { bucket, refusal, s3Client } from "./testing.ts";

const Bucket = "plain";
let cloud: TestCloud;
let s3: S3Client;

beforeAll(async () => {
  cloud = await startTestCloud({ Storage: { Resources: { Plain: bucket(Bucket), Other: bucket("other") } } });
  s3 = s3Client(cloud);
});
afterAll(() => cloud.stop());

const put = (Key: string, Body: any, more = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more = {}) => s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
const text = async (Key: string, more = {}) => (await get(Key, more)).Body!.transformToString();
const contentFiles = async () => {
  const entries = await readdir(join(cloud.dataDir, "s3", "contents"), {
    recursive: true,
    withFileTypes: true,
  });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
};

describe("an object", () => {
  it("comes back as it was put, with its headers and metadata", async () => {
    const { ETag, ChecksumCRC32 } = await put("reports/one.json", '{"a":1}', {
      ContentType: "application/json",
      CacheControl: "no-cache",
      Metadata: { run: "42" },
    });
    const found = await get("reports/one.json");

    expect(await found.Body!.transformToString()).toBe('{"a":1}');
    expect(ETag).toBe(`"${createHash("md5").update('{"a":1}').digest("hex")}"`);
    expect(ChecksumCRC32).toBeDefined();
    expect(found).toMatchObject({
      ETag,
      ContentType: "application/json",
      CacheControl: "no-cache",
      ContentLength: 7,
      Metadata: { run: "42" },
      ServerSideEncryption: "AES256",
      ChecksumCRC32,
    });
    expect(found.VersionId).toBeUndefined();
  });

  it("may have a name of any characters", async () => {
    const Key = "a b/ü+%25?&=/\u{1f409}/<x>&amp;//'\"";
    await put(Key, "dragon");

    expect(await text(Key)).toBe("dragon");
  });

  it("may be empty", async () => {
    await put("empty", "");

    expect(await text("empty")).toBe("");
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "empty" }))).toMatchObject({
      ContentLength: 0,
    });
  });

  it("is replaced by one of the same key", async () => {
    await put("twice", "first");
    await put("twice", "second");

    expect(await text("twice")).toBe("second");
  });

  it("is gone once deleted, and deleting it again is no failure", async () => {
    await put("fleeting", "x");
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "fleeting" }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: "fleeting" }));

    expect(await refusal(get("fleeting"))).toMatchObject({ name: "NoSuchKey", status: 404 });
    expect(await refusal(s3.send(new HeadObjectCommand({ Bucket, Key: "fleeting" })))).toMatchObject({
      name: "NotFound",
      status: 404,
    });
  });

  it("stays through a restart", async () => {
    await put("lasting", "still here", { Tagging: "kind=evidence&stage=local" });
    await cloud.restart();
    s3 = s3Client(cloud);

    expect(await text("lasting")).toBe("still here");
    const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "lasting" }));
    expect(TagSet).toEqual([
      { Key: "kind", Value: "evidence" },
      { Key: "stage", Value: "local" },
    ]);
  });

  it("is streamed at any size, both ways", async () => {
    const part = randomBytes(1024 * 1024);
    const [size, whole] = [40, createHash("sha256")];
    for (let index = 0; index < size; index++) whole.update(part);
    await put("large", Readable.from(Array.from({ length: size }, () => part)), {
      ContentLength: size * part.length,
    });
    const { Body, ContentLength } = await get("large");
    const came = createHash("sha256");
    for await (const chunk of Body as Readable) came.update(chunk);

    expect(ContentLength).toBe(size * part.length);
    expect(came.digest("hex")).toBe(whole.digest("hex"));
  });
});

describe("a range", () => {
  beforeAll(() => put("digits", "0123456789"));

  it.each([
    ["bytes=2-4", "234", "bytes 2-4/10"],
    ["bytes=7-", "789", "bytes 7-9/10"],
    ["bytes=-3", "789", "bytes 7-9/10"],
    ["bytes=8-100", "89", "bytes 8-9/10"],
  ])("%s gives a part", async (Range, expected, ContentRange) => {
    const found = await get("digits", { Range });

    expect(await found.Body!.transformToString()).toBe(expected);
    expect(found).toMatchObject({ ContentRange, $metadata: { httpStatusCode: 206 } });
  });

  it("behind the end is refused", async () => {
    expect(await refusal(get("digits", { Range: "bytes=10-" }))).toMatchObject({
      name: "InvalidRange",
      status: 416,
    });
  });
});

describe("a condition", () => {
  it("lets only one of several writers make an object", async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => put("once", `writer ${index}`, { IfNoneMatch: "*" })),
    );
    const refused = results.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];

    expect(refused).toHaveLength(7);
    for (const { reason } of refused)
      expect(reason).toMatchObject({ name: "PreconditionFailed", $metadata: { httpStatusCode: 412 } });
  });

  it("lets a writer replace only what it has seen", async () => {
    const { ETag } = await put("seen", "1");
    await put("seen", "2", { IfMatch: ETag });

    expect(await refusal(put("seen", "3", { IfMatch: ETag }))).toMatchObject({ status: 412 });
    expect(await refusal(put("never", "3", { IfMatch: ETag }))).toMatchObject({ name: "NoSuchKey" });
    expect(await text("seen")).toBe("2");
  });

  it("spares a reader what it has", async () => {
    const { ETag } = await put("cached", "same");

    expect(await refusal(get("cached", { IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
    expect(await refusal(get("cached", { IfMatch: '"0"' }))).toMatchObject({ name: "PreconditionFailed" });
    expect(await text("cached", { IfMatch: ETag })).toBe("same");
  });
});

describe("a checksum", () => {
  it.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)(
    "%s of the SDK agrees with ours, for bodies and streams, both ways",
    async (algorithm) => {
      const more = { ChecksumAlgorithm: algorithm };
      const value = `Checksum${algorithm}` as const;
      const whole = await put(`sums/${algorithm}`, "some bytes", more);
      const streamed = await put(
        `sums/${algorithm}-stream`,
        Readable.from([Buffer.from("some "), Buffer.from("bytes")]),
        {
          ...more,
          ContentLength: 10,
        },
      );

      expect(whole[value]).toBeDefined();
      expect(streamed[value]).toBe(whole[value]);
      const found = await get(`sums/${algorithm}`, { ChecksumMode: "ENABLED" });
      expect(found[value]).toBe(whole[value]);
      expect(await found.Body!.transformToString()).toBe("some bytes");
    },
  );

  it("that is wrong keeps the object out", async () => {
    const wrong = Buffer.alloc(32, 1).toString("base64");

    expect(await refusal(put("wrong", "bytes", { ChecksumSHA256: wrong }))).toMatchObject({
      name: "BadDigest",
      status: 400,
    });
    expect(
      await refusal(put("wrong", "bytes", { ContentMD5: Buffer.alloc(16).toString("base64") })),
    ).toMatchObject({
      name: "BadDigest",
    });
    expect(await refusal(get("wrong"))).toMatchObject({ name: "NoSuchKey" });
  });

  it("that S3 takes and the local cloud doesn't is refused by name", async () => {
    const refused = await refusal(
      put("other", "bytes", {
        ChecksumAlgorithm: "XXHASH64" as ChecksumAlgorithm,
        ChecksumXXHASH64: "AAAAAAAAAAA=",
      }),
    );

    expect(refused).toMatchObject({ name: "NotImplemented", message: expect.stringContaining("XXHASH64") });
  });
});

describe("a copy", () => {
  it("has the bytes and metadata of its source, or metadata of its own", async () => {
    await put("source", "copied", { Metadata: { from: "source" } });
    const CopySource = `${Bucket}/source`;
    await s3.send(new CopyObjectCommand({ Bucket: "other", Key: "plain copy", CopySource }));
    await s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: "source",
        CopySource,
        MetadataDirective: "REPLACE",
        Metadata: { from: "itself" },
      }),
    );

    const copy = await s3.send(new GetObjectCommand({ Bucket: "other", Key: "plain copy" }));
    expect(await copy.Body!.transformToString()).toBe("copied");
    expect(copy.Metadata).toEqual({ from: "source" });
    expect((await get("source")).Metadata).toEqual({ from: "itself" });
  });

  it("onto itself that changes nothing is refused", async () => {
    await put("same", "x");

    const copy = new CopyObjectCommand({ Bucket, Key: "same", CopySource: `${Bucket}/same` });
    expect(await refusal(s3.send(copy))).toMatchObject({ name: "InvalidRequest" });
  });
});

test("an upload that breaks off leaves nothing", async () => {
  const before = await contentFiles();
  const leaving = new AbortController();
  async function* stalling() {
    yield Buffer.from("only a part");
    await vi.waitFor(async () => expect(await contentFiles()).toHaveLength(before.length + 1));
    leaving.abort();
    await new Promise(() => {});
  }
  const upload = s3.send(
    new PutObjectCommand({ Bucket, Key: "broken", Body: Readable.from(stalling()), ContentLength: 1000 }),
    { abortSignal: leaving.signal },
  );

  await expect(upload).rejects.toThrow("Request aborted");
  await vi.waitFor(async () => expect(await contentFiles()).toEqual(before));
  expect(await refusal(get("broken"))).toMatchObject({ name: "NoSuchKey" });
});

test("buckets are those of the template", async () => {
  const { Buckets } = await s3.send(new ListBucketsCommand({}));

  expect(Buckets?.map(({ Name }) => Name)).toEqual(["other", "plain"]);
  expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: "us-east-1" });
  expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeFalsy();
  expect(await refusal(s3.send(new HeadBucketCommand({ Bucket: "nobodys" })))).toMatchObject({ status: 404 });
  expect(await refusal(s3.send(new GetObjectCommand({ Bucket: "nobodys", Key: "x" })))).toMatchObject({
    name: "NoSuchBucket",
  });
});

test("what isn't supported is refused by its name", async () => {
  expect(await refusal(s3.send(new PutBucketAclCommand({ Bucket, ACL: "private" })))).toMatchObject({
    name: "NotImplemented",
    status: 501,
    message: expect.stringContaining("PutBucketAcl"),
  });
});
