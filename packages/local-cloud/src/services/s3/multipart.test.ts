import { createHash, randomBytes } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing.ts";
import { bucket, refusal, s3Client } from "./testing.ts";

const Bucket = "parts";
const mebibytes = (count: number) => randomBytes(count * 1024 ** 2);
let cloud: TestCloud;
let s3: S3Client;

beforeAll(async () => {
  cloud = await startTestCloud({ Storage: { Resources: { Parts: bucket(Bucket) } } });
  s3 = s3Client(cloud);
});
afterAll(() => cloud.stop());

async function start(Key: string, more = {}) {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  const at = { Bucket, Key, UploadId };
  return {
    at,
    async part(PartNumber: number, Body: Buffer) {
      const { ETag, ...sums } = await s3.send(new UploadPartCommand({ ...at, PartNumber, Body, ...more }));
      return { PartNumber, ETag, ChecksumSHA256: sums.ChecksumSHA256 };
    },
    complete: (Parts: { PartNumber: number; ETag?: string }[]) =>
      s3.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } })),
  };
}

test("parts, in whatever order they came, become one object", async () => {
  const [first, second] = [mebibytes(5), Buffer.from("the end")];
  const upload = await start("joined", { Metadata: { by: "parts" } });
  const two = await upload.part(2, second);
  await upload.part(1, Buffer.from("replaced below"));
  const one = await upload.part(1, first);
  const { ETag } = await upload.complete([one, two]);
  const md5 = (bytes: Buffer) => createHash("md5").update(bytes).digest();

  expect(ETag).toBe(`"${md5(Buffer.concat([md5(first), md5(second)])).toString("hex")}-2"`);
  const found = await s3.send(new GetObjectCommand({ Bucket, Key: "joined", ChecksumMode: "ENABLED" }));
  expect(Buffer.from(await found.Body!.transformToByteArray()).equals(Buffer.concat([first, second]))).toBe(
    true,
  );
  expect(found).toMatchObject({ Metadata: { by: "parts" }, ChecksumType: "FULL_OBJECT" });
  const across = await s3.send(
    new GetObjectCommand({ Bucket, Key: "joined", Range: `bytes=${first.length - 2}-${first.length + 2}` }),
  );
  expect(Buffer.from(await across.Body!.transformToByteArray())).toEqual(
    Buffer.concat([first.subarray(-2), second.subarray(0, 3)]),
  );
  const part = await s3.send(new GetObjectCommand({ Bucket, Key: "joined", PartNumber: 2 }));
  expect(await part.Body!.transformToString()).toBe("the end");
  expect(part.PartsCount).toBe(2);
});

test("checksums of parts make one of the whole", async () => {
  const upload = await start("summed", { ChecksumAlgorithm: "SHA256" });
  const part = await upload.part(1, Buffer.from("only"));
  const { ChecksumSHA256 } = await upload.complete([part]);
  const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest();

  expect(ChecksumSHA256).toBe(`${sha256(sha256(Buffer.from("only"))).toString("base64")}-1`);
});

test("an upload goes on after a restart and is listed until it is over", async () => {
  const upload = await start("slow");
  await upload.part(1, mebibytes(5));
  await cloud.restart();
  s3 = s3Client(cloud);
  const two = await upload.part(2, Buffer.from("rest"));
  const { Parts } = await s3.send(new ListPartsCommand(upload.at));
  const uploads = async () => (await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads ?? [];

  expect(Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, 5 * 1024 ** 2],
    [2, 4],
  ]);
  expect((await uploads()).map(({ Key }) => Key)).toEqual(["slow"]);
  await upload.complete([{ PartNumber: 1, ETag: Parts![0]!.ETag }, two]);
  expect(await uploads()).toEqual([]);
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "slow" }))).toMatchObject({
    ContentLength: 5 * 1024 ** 2 + 4,
  });
});

test("an aborted upload is gone, and there never was an object", async () => {
  const upload = await start("aborted");
  const part = await upload.part(1, Buffer.from("x"));
  await s3.send(new AbortMultipartUploadCommand(upload.at));

  expect(await refusal(upload.complete([part]))).toMatchObject({ name: "NoSuchUpload", status: 404 });
  expect(await refusal(s3.send(new HeadObjectCommand({ Bucket, Key: "aborted" })))).toMatchObject({
    status: 404,
  });
});

test("parts that are too small, out of order or unknown are refused, and the upload can go on", async () => {
  const upload = await start("wrong");
  const one = await upload.part(1, Buffer.from("small"));
  const two = await upload.part(2, Buffer.from("last"));

  expect(await refusal(upload.complete([one, two]))).toMatchObject({ name: "EntityTooSmall" });
  expect(await refusal(upload.complete([two, one]))).toMatchObject({ name: "InvalidPartOrder" });
  expect(await refusal(upload.complete([one, { PartNumber: 3, ETag: '"0"' }]))).toMatchObject({
    name: "InvalidPart",
  });
  await upload.complete([two]);
});

test("a part may be a range of another object", async () => {
  const whole = await start("whole");
  await whole.complete([await whole.part(1, Buffer.from("0123456789"))]);
  const upload = await start("copied");
  const { CopyPartResult } = await s3.send(
    new UploadPartCopyCommand({
      ...upload.at,
      PartNumber: 1,
      CopySource: `${Bucket}/whole`,
      CopySourceRange: "bytes=2-4",
    }),
  );
  await upload.complete([{ PartNumber: 1, ETag: CopyPartResult!.ETag }]);

  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "copied" }));
  expect(await Body!.transformToString()).toBe("234");
});
