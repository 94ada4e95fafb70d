import { randomBytes } from "node:crypto";
import { notImplemented, s3Error } from "./errors.ts";
import type { ObjectCall } from "./operation.ts";
import type { Encryption } from "./versions.ts";

/** MD5, but for what KMS encrypts: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html */
export const etagOf = (md5: string, { algorithm }: Encryption): string =>
  algorithm === "AES256" ? md5 : randomBytes(16).toString("hex");

/** Refuses what of an upload's headers would be kept in AWS and be without effect here. */
export function refuseUnsupported(call: ObjectCall): void {
  const acl = call.header("x-amz-acl");
  const grants = Object.keys(call.request.headers).find((name) => name.startsWith("x-amz-grant-"));
  if (grants || (acl && acl !== "private" && acl !== "bucket-owner-full-control")) {
    if (call.bucket.ownerEnforced)
      throw s3Error("AccessControlListNotSupported", "The bucket does not allow ACLs");
    throw notImplemented("An access control list");
  }
  const storageClass = call.header("x-amz-storage-class");
  if (storageClass && storageClass !== "STANDARD") throw notImplemented(`The storage class ${storageClass}`);
  if (call.header("x-amz-website-redirect-location")) throw notImplemented("x-amz-website-redirect-location");
}

/** What an upload's headers need to be allowed besides the upload itself. */
export const uploadNeeds = (call: ObjectCall) => ({
  Retention: call.header("x-amz-object-lock-mode"),
  LegalHold: call.header("x-amz-object-lock-legal-hold"),
  Tagging: call.header("x-amz-tagging"),
  Acl: call.header("x-amz-acl"),
});
