import { isManaged } from "./arns.ts";
import { invalidRequest } from "./errors.ts";

/**
 * Throws InvalidRequestException for a point that can't be copied anywhere.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
 */
export function requireCopyable(pointArn: string): void {
  if (isManaged(pointArn)) return;
  throw invalidRequest(
    `Recovery point ${pointArn} can't be copied: it was made without AWS Backup's advanced features for DynamoDB.`,
  );
}
