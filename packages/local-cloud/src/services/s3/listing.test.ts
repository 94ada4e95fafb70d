import {
  type CommonPrefix,
  DeleteObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing.ts";
import { bucket, refusal, s3Client } from "./testing.ts";

const Bucket = "listed";
const keys = ["a", "b/1", "b/2", "b/c/3", "b\u{ffff}", "b\u{1f409}", "c&<d>", "d/1", "ü"];
let cloud: TestCloud;
let s3: S3Client;

beforeAll(async () => {
  cloud = await startTestCloud({
    Storage: { Resources: { Listed: bucket(Bucket), Next: bucket("listed-2") } },
  });
  s3 = s3Client(cloud);
  for (const Key of [...keys, "deleted"]) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "deleted" }));
  await s3.send(new PutObjectCommand({ Bucket: "listed-2", Key: "elsewhere", Body: "" }));
});
afterAll(() => cloud.stop());

async function all(query: object, pageSize: number) {
  const found: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize }, { Bucket, ...query })) {
    const inPage = [
      ...(page.Contents ?? []).map(({ Key }) => Key!),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }: CommonPrefix) => `${Prefix}…`),
    ];
    expect(page.KeyCount).toBe(inPage.length);
    expect(inPage.length).toBeLessThanOrEqual(pageSize);
    found.push(...inPage);
  }
  return found;
}

test.each([1, 2, 3, 100])("gives every key once, in the order of its bytes, %i a page", async (pageSize) => {
  expect(await all({}, pageSize)).toEqual(keys);
});

test.each([1, 2, 100])("rolls up what goes on behind the delimiter, %i a page", async (pageSize) => {
  const found = await all({ Delimiter: "/" }, pageSize);

  expect(found.toSorted()).toEqual(["a", "b/…", "b\u{ffff}", "b\u{1f409}", "c&<d>", "d/…", "ü"].toSorted());
});

test("gives what begins with a prefix, and what comes after a key", async () => {
  expect(await all({ Prefix: "b/" }, 2)).toEqual(["b/1", "b/2", "b/c/3"]);
  expect(await all({ Prefix: "b/", Delimiter: "/" }, 1)).toEqual(["b/1", "b/2", "b/c/…"]);
  expect(await all({ StartAfter: "b/2", Prefix: "b/" }, 2)).toEqual(["b/c/3"]);
  expect(await all({ Prefix: "nothing" }, 2)).toEqual([]);
});

test("encodes keys where that is asked for", async () => {
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "c", EncodingType: "url" }));

  expect(Contents?.[0]?.Key).toBe("c%26%3Cd%3E");
});

test("answers the older list, too", async () => {
  const first = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 2 }));
  const second = await s3.send(
    new ListObjectsCommand({ Bucket, Delimiter: "/", MaxKeys: 2, Marker: first.NextMarker }),
  );

  expect(first).toMatchObject({ IsTruncated: true, NextMarker: "b/" });
  expect(second.Contents?.map(({ Key }) => Key)).toEqual(["b\u{ffff}", "b\u{1f409}"]);
});

test("refuses a continuation token that it never gave", async () => {
  const list = new ListObjectsV2Command({ Bucket, ContinuationToken: "?" });

  expect(await refusal(s3.send(list))).toMatchObject({ name: "InvalidArgument" });
});
