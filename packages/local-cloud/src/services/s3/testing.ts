import { S3Client } from "@aws-sdk/client-s3";
import type { TestCloud } from "../../testing.ts";

/** A client that doesn't try again: a test wants the first answer. */
export const s3Client = (it: TestCloud): S3Client => new S3Client({ ...it.client, maxAttempts: 1 });

export const bucket = (name: string, properties: object = {}) => ({
  Type: "AWS::S3::Bucket",
  Properties: { BucketName: name, ...properties },
});

/** What a promise is refused with: its name and status. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ name: string; status: number; message: string }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode: number } };
    return { name, status: $metadata?.httpStatusCode ?? 0, message };
  }
  throw new Error("It was not refused.");
}
