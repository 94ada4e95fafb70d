import { AwsError } from "../../errors.ts";
import type { HttpReply } from "../../service.ts";
import { document } from "./xml.ts";

/**
 * S3's errors, with their statuses.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const statuses = {
  AccessControlListNotSupported: 400,
  AccessDenied: 403,
  BadDigest: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  IllegalVersioningConfigurationException: 400,
  IncompleteBody: 400,
  InvalidArgument: 400,
  InvalidBucketState: 409,
  InvalidDigest: 400,
  InvalidPart: 400,
  InvalidPartNumber: 416,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidTag: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedPolicy: 400,
  MalformedTrailerError: 400,
  MalformedXML: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchBucketPolicy: 404,
  NoSuchKey: 404,
  NoSuchObjectLockConfiguration: 404,
  NoSuchUpload: 404,
  NoSuchVersion: 404,
  NotImplemented: 501,
  ObjectLockConfigurationNotFoundError: 404,
  PreconditionFailed: 412,
  XAmzContentSHA256Mismatch: 400,
} as const;

/** `fields` are further elements of the error; `headers` go out with it. */
export const s3Error = (
  code: keyof typeof statuses,
  message: string,
  fields: Record<string, unknown> = {},
): AwsError => new AwsError(code, message, { status: statuses[code], fields });

export const invalidArgument = (message: string, name?: string, value?: string): AwsError =>
  s3Error("InvalidArgument", message, { ArgumentName: name, ArgumentValue: value });

export const noSuchKey = (key: string): AwsError =>
  s3Error("NoSuchKey", "The specified key does not exist.", { Key: key });

export const noSuchBucket = (name: string): AwsError =>
  s3Error("NoSuchBucket", "The specified bucket does not exist", { BucketName: name });

export const noSuchVersion = (key: string, versionId: string): AwsError =>
  s3Error("NoSuchVersion", "The specified version does not exist.", { Key: key, VersionId: versionId });

export const accessDenied = (): AwsError => s3Error("AccessDenied", "Access Denied");

export const accessDeniedByLock = (): AwsError =>
  s3Error("AccessDenied", "Access Denied because object protected by object lock.");

export const malformedXml = (): AwsError =>
  s3Error(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
  );

export const notImplemented = (what: string): AwsError =>
  s3Error("NotImplemented", `${what} isn't implemented in the local cloud's S3.`);

/** What other services call differently. */
const names: Record<string, string> = {
  AccessDeniedException: "AccessDenied",
  ExpiredTokenException: "ExpiredToken",
  MissingAuthenticationTokenException: "AccessDenied",
  UnrecognizedClientException: "InvalidAccessKeyId",
};

/** An error as XML. */
export const errorReply =
  (newId: () => string) =>
  (error: AwsError): HttpReply => {
    const requestId = newId();
    const { headers, ...fields } = error.fields as { headers?: Record<string, string> };
    const Code = names[error.code] ?? error.code;
    return {
      status: error.status,
      headers: { "content-type": "application/xml", "x-amz-request-id": requestId, ...headers },
      body: document("Error", { Code, Message: error.message, ...fields, RequestId: requestId }),
    };
  };
