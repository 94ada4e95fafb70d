import type { Call } from "./operation.ts";
import { restoreTestingPrincipal, servicePrincipal } from "./rooms.ts";

type Deps = Pick<Call, "authorize" | "caller" | "place">;

/**
 * AWS Backup's own role in an account: it comes about when somebody who may have it made needs it.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-backups.html#deleting-backups-troubleshooting
 */
export function hasServiceLinkedRole(deps: Deps): boolean {
  try {
    requireCreating(deps, servicePrincipal, "AWSServiceRoleForBackup");
    return true;
  } catch {
    return false;
  }
}

/** The first restore testing plan has the role for it made. Throws AccessDeniedException. */
export const createRestoreTestingRole = (deps: Deps): void =>
  requireCreating(deps, restoreTestingPrincipal, "AWSServiceRoleForBackupRestoreTesting");

function requireCreating({ authorize, caller, place }: Deps, service: string, name: string): void {
  const role = `arn:${place.partition}:iam::${place.accountId}:role/aws-service-role/${service}/${name}`;
  authorize(caller, "iam:CreateServiceLinkedRole", role, { "iam:AWSServiceName": service });
}
