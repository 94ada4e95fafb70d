import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { nameOf } from "./errors.ts";

/** Where a run's steps leave what is too large to pass through the workflow. */
export interface Store {
  /** Writes an object unless there is one; says whether this call wrote it. */
  putOnce(key: string, body: Buffer): Promise<boolean>;
  put(key: string, body: Buffer): Promise<void>;
  /** The object, or so many of its bytes: from `start` up to, not including, `end`. Undefined when there is none. */
  get(key: string, range?: { start: number; end: number }): Promise<Buffer | undefined>;
}

/** S3's objects: conditional writes make a step that runs twice leave one result. */
export function s3Store(s3: Pick<S3Client, "send">, bucket: () => string): Store {
  const put = (Key: string, Body: Buffer, condition = {}) =>
    s3.send(new PutObjectCommand({ Bucket: bucket(), Key, Body, ChecksumAlgorithm: "SHA256", ...condition }));
  return {
    async putOnce(key, body) {
      try {
        await put(key, body, { IfNoneMatch: "*" });
        return true;
      } catch (error) {
        // The second is told to a write that raced with another: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
        if (nameOf(error) === "PreconditionFailed") return false;
        if (nameOf(error) === "ConditionalRequestConflict") return false;
        throw error;
      }
    },
    async put(key, body) {
      await put(key, body);
    },
    async get(key, range) {
      if (range && range.end <= range.start) return Buffer.alloc(0);
      const Range = range && `bytes=${range.start}-${range.end - 1}`;
      try {
        const answer: GetObjectCommandOutput = await s3.send(
          new GetObjectCommand({ Bucket: bucket(), Key: key, Range }),
        );
        return Buffer.from(await answer.Body!.transformToByteArray());
      } catch (error) {
        if (nameOf(error) === "NoSuchKey") return undefined;
        throw error;
      }
    },
  };
}

/**
 * Writes an object once, and gives what is there: of two attempts the first one's counts for both. Only a second attempt
 * asks for what is there, and they are few.
 */
export async function first<T>(store: Store, key: string, make: () => T | Promise<T>): Promise<T> {
  return (await firstOf(store, key, make)).value;
}

/** The same, and whether this attempt is the first. */
export async function firstOf<T>(
  store: Store,
  key: string,
  make: () => T | Promise<T>,
): Promise<{ value: T; isFirst: boolean }> {
  const made = await make();
  if (await store.putOnce(key, Buffer.from(JSON.stringify(made)))) return { value: made, isFirst: true };
  const value = await getJson<T>(store, key);
  if (value === undefined) throw new Error(`${key} was written by another attempt and can't be read.`);
  return { value, isFirst: false };
}

export async function getJson<T>(store: Store, key: string): Promise<T | undefined> {
  const body = await store.get(key);
  return body && (JSON.parse(body.toString()) as T);
}
