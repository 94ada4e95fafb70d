import { AwsError } from "../../errors.ts";

/** Further members of AWS Backup's errors. `Arn` and `CreatorRequestId` are AlreadyExistsException's. */
interface Fields {
  Code?: string;
  Type?: string;
  Context?: string;
  Arn?: string;
  CreatorRequestId?: string;
}

const backupError =
  (name: string) =>
  (message: string, fields: Fields = {}): AwsError =>
    new AwsError(name, message, { fields: { ...fields } });

export const alreadyExists = backupError("AlreadyExistsException");
export const limitExceeded = backupError("LimitExceededException");
export const notFound = backupError("ResourceNotFoundException");
export const invalidParameter = backupError("InvalidParameterValueException");
export const missingParameter = backupError("MissingParameterValueException");
export const invalidRequest = backupError("InvalidRequestException");
export const invalidState = backupError("InvalidResourceStateException");

/** For a vault that doesn't exist AWS says that the caller may not see it: https://github.com/aws/aws-sdk-js/issues/2625 */
export const noSuchVault = (name: string) =>
  new AwsError(
    "AccessDeniedException",
    `Insufficient privileges to perform this action. There is no backup vault named ${name}.`,
    { status: 403 },
  );

/** Whether an error says that something isn't there. */
export const isMissing = (error: unknown): error is AwsError =>
  error instanceof AwsError &&
  (error.code === "ResourceNotFoundException" || error.message.startsWith("Insufficient privileges"));
