import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing.ts";
import { bucket, refusal, s3Client } from "./testing.ts";

let cloud: TestCloud;
let s3: S3Client;

beforeAll(async () => {
  const versioned = { VersioningConfiguration: { Status: "Enabled" } };
  const locked = (Mode: string, Days: number) => ({
    ObjectLockEnabled: true,
    ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: { Mode, Days } } },
  });
  cloud = await startTestCloud({
    Storage: {
      Resources: {
        Plain: bucket("plain"),
        Versioned: bucket("versioned", versioned),
        Lockable: bucket("lockable", { ObjectLockEnabled: true }),
        Evidence: bucket("evidence", locked("COMPLIANCE", 365)),
      },
    },
  });
  s3 = s3Client(cloud);
});
afterAll(() => cloud.stop());

const put = async (Bucket: string, Key: string, Body: string, more = {}) =>
  (await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }))).VersionId!;
const text = async (Bucket: string, Key: string, VersionId?: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body!.transformToString();
const remove = (Bucket: string, Key: string, more = {}) =>
  s3.send(new DeleteObjectCommand({ Bucket, Key, ...more }));

describe("in a bucket with versions", () => {
  const Bucket = "versioned";

  it("every write keeps what was before it", async () => {
    const first = await put(Bucket, "a", "1");
    const second = await put(Bucket, "a", "2");

    expect([await text(Bucket, "a"), await text(Bucket, "a", first)]).toEqual(["2", "1"]);
    await remove(Bucket, "a", { VersionId: second });
    expect(await text(Bucket, "a")).toBe("1");
  });

  it("a delete hides the key behind a marker, and deleting the marker brings it back", async () => {
    const Key = "hidden";
    const version = await put(Bucket, Key, "still there");
    const { DeleteMarker, VersionId: marker } = await remove(Bucket, Key);

    expect(DeleteMarker).toBe(true);
    expect(await refusal(text(Bucket, Key))).toMatchObject({ name: "NoSuchKey" });
    expect(await refusal(text(Bucket, Key, marker))).toMatchObject({ name: "MethodNotAllowed", status: 405 });
    expect(await text(Bucket, Key, version)).toBe("still there");
    await remove(Bucket, Key, { VersionId: marker });
    expect(await text(Bucket, Key)).toBe("still there");
  });

  it("lists versions and markers, newest first, page by page", async () => {
    const Prefix = "listed/";
    const one = await put(Bucket, `${Prefix}a`, "1");
    const two = await put(Bucket, `${Prefix}a`, "2");
    const marker = (await remove(Bucket, `${Prefix}a`)).VersionId;
    const other = await put(Bucket, `${Prefix}b`, "3");
    const seen: unknown[] = [];
    let markers: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (;;) {
      const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, MaxKeys: 1, ...markers }));
      seen.push(...(page.Versions ?? []).map(({ VersionId, IsLatest }) => [VersionId, IsLatest]));
      seen.push(...(page.DeleteMarkers ?? []).map(({ VersionId, IsLatest }) => [VersionId, IsLatest]));
      if (!page.IsTruncated) break;
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }

    expect(seen).toEqual([
      [marker, true],
      [two, false],
      [one, false],
      [other, true],
    ]);
  });

  it("takes up a bucket's older objects as versions called null, and can be suspended", async () => {
    await put("plain", "old", "before");
    const setVersioning = (Status: "Enabled" | "Suspended") =>
      s3.send(new PutBucketVersioningCommand({ Bucket: "plain", VersioningConfiguration: { Status } }));
    await setVersioning("Enabled");
    await put("plain", "old", "after");

    expect(await text("plain", "old", "null")).toBe("before");
    await setVersioning("Suspended");
    await put("plain", "old", "suspended");
    expect(await text("plain", "old", "null")).toBe("suspended");
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: "plain" }));
    expect(Versions).toHaveLength(2);
  });

  it("removes many at once and says which it couldn't", async () => {
    await put(Bucket, "many/1", "1");
    const VersionId = await put("evidence", "kept", "1");
    const { Deleted } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "many/1" }, { Key: "many/2" }] } }),
    );
    const { Errors } = await s3.send(
      new DeleteObjectsCommand({ Bucket: "evidence", Delete: { Objects: [{ Key: "kept", VersionId }] } }),
    );

    expect(Deleted?.map(({ Key, DeleteMarker }) => [Key, DeleteMarker])).toEqual([
      ["many/1", true],
      ["many/2", true],
    ]);
    expect(Errors).toEqual([expect.objectContaining({ Key: "kept", VersionId, Code: "AccessDenied" })]);
  });
});

describe("Object Lock", () => {
  const year = 365 * 86_400_000;

  it("is told of the bucket, which can't lose its versions", async () => {
    const { ObjectLockConfiguration } = await s3.send(
      new GetObjectLockConfigurationCommand({ Bucket: "evidence" }),
    );

    expect(ObjectLockConfiguration).toEqual({
      ObjectLockEnabled: "Enabled",
      Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 365 } },
    });
    expect(await s3.send(new GetBucketVersioningCommand({ Bucket: "evidence" }))).toMatchObject({
      Status: "Enabled",
    });
    const suspend = new PutBucketVersioningCommand({
      Bucket: "evidence",
      VersioningConfiguration: { Status: "Suspended" },
    });
    expect(await refusal(s3.send(suspend))).toMatchObject({ name: "InvalidBucketState", status: 409 });
    expect(
      await refusal(s3.send(new GetObjectLockConfigurationCommand({ Bucket: "versioned" }))),
    ).toMatchObject({ name: "ObjectLockConfigurationNotFoundError", status: 404 });
  });

  it("in governance gives way to who may and says so, and to nobody else", async () => {
    const until = new Date(cloud.cloud.clock.now().getTime() + year);
    const VersionId = await put("lockable", "governed", "x", {
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate: until,
    });

    expect(await refusal(remove("lockable", "governed", { VersionId }))).toMatchObject({
      name: "AccessDenied",
      status: 403,
      message: "Access Denied because object protected by object lock.",
    });
    await remove("lockable", "governed");
    await remove("lockable", "governed", { VersionId, BypassGovernanceRetention: true });
    expect(await refusal(text("lockable", "governed", VersionId))).toMatchObject({ name: "NoSuchVersion" });
  });

  it("in compliance gives way to nobody, is only ever made longer, and ends when the cloud's clock gets there", async () => {
    const Key = "report";
    const VersionId = await put("evidence", Key, "proof");
    const retain = (date: Date) =>
      s3.send(
        new PutObjectRetentionCommand({
          Bucket: "evidence",
          Key,
          VersionId,
          Retention: { Mode: "COMPLIANCE", RetainUntilDate: date },
          BypassGovernanceRetention: true,
        }),
      );
    const { Retention } = await s3.send(
      new GetObjectRetentionCommand({ Bucket: "evidence", Key, VersionId }),
    );
    const until = Retention!.RetainUntilDate!;

    expect(until.getTime() - cloud.cloud.clock.now().getTime()).toBeGreaterThan(year - 60_000);
    const shorter = new Date(until.getTime() - 1000);
    expect(await refusal(retain(shorter))).toMatchObject({ name: "AccessDenied" });
    expect(
      await refusal(remove("evidence", Key, { VersionId, BypassGovernanceRetention: true })),
    ).toMatchObject({ name: "AccessDenied" });
    const longer = new Date(until.getTime() + 1000);
    await retain(longer);
    expect(await s3.send(new HeadObjectCommand({ Bucket: "evidence", Key }))).toMatchObject({
      ObjectLockMode: "COMPLIANCE",
      ObjectLockRetainUntilDate: longer,
    });
    await cloud.cloud.clock.advance(longer);
    await remove("evidence", Key, { VersionId });
    expect(await refusal(text("evidence", Key, VersionId))).toMatchObject({ name: "NoSuchVersion" });
  });

  it("under a legal hold keeps a version until the hold is off", async () => {
    const at = { Bucket: "lockable", Key: "held", VersionId: await put("lockable", "held", "x") };
    const hold = (Status: "ON" | "OFF") =>
      s3.send(new PutObjectLegalHoldCommand({ ...at, LegalHold: { Status } }));
    expect(await refusal(s3.send(new GetObjectLegalHoldCommand(at)))).toMatchObject({
      name: "NoSuchObjectLockConfiguration",
    });
    await hold("ON");

    expect((await s3.send(new GetObjectLegalHoldCommand(at))).LegalHold).toEqual({ Status: "ON" });
    expect(await refusal(remove(at.Bucket, at.Key, at))).toMatchObject({ name: "AccessDenied" });
    await hold("OFF");
    await remove(at.Bucket, at.Key, at);
  });

  it("is refused for the past, and in a bucket without it", async () => {
    const lock = (date: number) => ({
      ObjectLockMode: "GOVERNANCE",
      ObjectLockRetainUntilDate: new Date(date),
    });
    const later = cloud.cloud.clock.now().getTime() + year;

    expect(await refusal(put("lockable", "x", "x", lock(0)))).toMatchObject({
      name: "InvalidArgument",
      message: "The retain until date must be in the future!",
    });
    expect(await refusal(put("versioned", "x", "x", lock(later)))).toMatchObject({
      name: "InvalidRequest",
      message: "Bucket is missing Object Lock Configuration",
    });
  });
});
