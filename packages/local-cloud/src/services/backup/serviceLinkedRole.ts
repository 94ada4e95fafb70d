import type { Call } from "./operation.ts";
import { servicePrincipal } from "./rooms.ts";

/**
 * AWS Backup's own role in an account: it comes about when somebody who may have it made needs it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-backups.html#deleting-backups-troubleshooting
 */
export function hasServiceLinkedRole({
  authorize,
  caller,
  place,
}: Pick<Call, "authorize" | "caller" | "place">): boolean {
  const role = `arn:${place.partition}:iam::${place.accountId}:role/aws-service-role/${servicePrincipal}/AWSServiceRoleForBackup`;
  try {
    authorize(caller, "iam:CreateServiceLinkedRole", role, { "iam:AWSServiceName": servicePrincipal });
    return true;
  } catch {
    return false;
  }
}
