import { AwsError } from "../../errors.ts";
import type { Bucket } from "./buckets.ts";
import { invalidArgument, notImplemented } from "./errors.ts";
import type { ObjectCall } from "./operation.ts";
import type { Encryption, Version } from "./versions.ts";

const prefix = "x-amz-server-side-encryption";

/**
 * How an upload is encrypted: as its headers say, else as its bucket does. What S3 encrypts with keys of its own lies
 * here as it is, readable by its owner only.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function encryptionOfUpload(call: ObjectCall): { encryption: Encryption; key?: Buffer } {
  if (Object.keys(call.request.headers).some((name) => name.startsWith(`${prefix}-customer-`)))
    throw notImplemented("Encryption with a customer's own key (SSE-C)");
  const algorithm = call.header(prefix) ?? call.bucket.encryption.algorithm;
  if (algorithm === "AES256") return { encryption: { algorithm } };
  if (algorithm === "aws:kms:dsse") throw notImplemented("Encryption with aws:kms:dsse");
  if (algorithm !== "aws:kms")
    throw invalidArgument("The encryption method specified is not supported", prefix, algorithm);
  const keyId =
    call.header(`${prefix}-aws-kms-key-id`) ??
    (call.header(prefix) === undefined || call.bucket.encryption.algorithm === "aws:kms"
      ? call.bucket.encryption.keyId
      : undefined);
  const bucketKey =
    call.header(`${prefix}-bucket-key-enabled`)?.toLowerCase() === "true" || call.bucket.encryption.bucketKey;
  const keyArn = throughKms(() => call.kms.keyArn(keyId ?? "alias/aws/s3"));
  const context = encryptionContext(call.bucket, call.key, bucketKey);
  useKey(call, "kms:GenerateDataKey", keyArn, context);
  const { plaintext, ciphertext } = throughKms(() => call.kms.generateDataKey(keyArn, context));
  return {
    encryption: { algorithm: "aws:kms", keyArn, bucketKey, dataKey: ciphertext.toString("base64") },
    key: plaintext,
  };
}

/** The key that an object's contents open with, once KMS says that the caller may have it. */
export function keyOf(
  call: ObjectCall,
  { encryption }: Pick<Version, "encryption">,
  at: { bucket: Bucket; key: string } = call,
): Buffer | undefined {
  if (encryption?.algorithm !== "aws:kms") return undefined;
  const context = encryptionContext(at.bucket, at.key, encryption.bucketKey);
  useKey(call, "kms:Decrypt", encryption.keyArn, context);
  return throughKms(() => call.kms.decrypt(Buffer.from(encryption.dataKey, "base64"), context));
}

/** What an answer says of an object's encryption. */
export function encryptionHeaders({ encryption }: Pick<Version, "encryption">): Record<string, string> {
  if (!encryption) return {};
  if (encryption.algorithm === "AES256") return { [prefix]: "AES256" };
  return {
    [prefix]: "aws:kms",
    [`${prefix}-aws-kms-key-id`]: encryption.keyArn,
    ...(encryption.bucketKey && { [`${prefix}-bucket-key-enabled`]: "true" }),
  };
}

function encryptionContext(bucket: Bucket, key: string, bucketKey: boolean): Record<string, string> {
  return { "aws:s3:arn": bucketKey ? bucket.arn : `${bucket.arn}/${key}` };
}

/** S3 asks KMS in its caller's name; its own key, alias/aws/s3, serves everyone of the account. */
function useKey(call: ObjectCall, action: string, keyArn: string, context: Record<string, string>): void {
  if (keyArn === call.kms.keyArn("alias/aws/s3")) return;
  const keys = {
    "aws:CalledVia": ["s3.amazonaws.com"],
    "aws:ViaAWSService": "true",
    "kms:ViaService": `s3.${call.place.region}.amazonaws.com`,
    "kms:CallerAccount": call.caller.accountId,
    "kms:EncryptionContextKeys": Object.keys(context),
    ...Object.fromEntries(
      Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
    ),
  };
  throughKms(() => call.authorize(call.caller, action, keyArn, keys));
}

/**
 * What KMS refuses comes through S3 as `KMS.DisabledException` and its like; a denial as a denial.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
function throughKms<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === "AccessDeniedException")
      throw new AwsError("AccessDenied", error.message, { status: 403 });
    throw new AwsError(`KMS.${error.code}`, error.message, { status: 400 });
  }
}
