import type { Principal } from "../../service.ts";
import { invalidParameter } from "./errors.ts";
import type { Call } from "./operation.ts";
import { type Rooms, restoreTestingPrincipal, servicePrincipal } from "./rooms.ts";

/** A caller hands a role to AWS Backup only with iam:PassRole, and AWS Backup takes only one that trusts it. */
export function passRole(
  call: Pick<Call, "authorize" | "caller" | "principalOfRole">,
  roleArn: string,
): void {
  call.authorize(call.caller, "iam:PassRole", roleArn, { "iam:PassedToService": servicePrincipal });
  requireAssumable(roleArn, call);
}

/** Restore testing is passed its roles as a service of its own, and learns whether one trusts AWS Backup when it runs. */
export function passRoleToTests(
  { authorize, caller }: Pick<Call, "authorize" | "caller">,
  roleArn: string,
): void {
  authorize(caller, "iam:PassRole", roleArn, { "iam:PassedToService": restoreTestingPrincipal });
}

/** AWS's words: https://github.com/hashicorp/terraform-provider-aws/issues/9297 */
export function requireAssumable(roleArn: string, { principalOfRole }: Pick<Rooms, "principalOfRole">): void {
  try {
    principalOfRole(roleArn, servicePrincipal);
  } catch (cause) {
    throw invalidParameter(
      `IAM Role ${roleArn} cannot be assumed by AWS Backup. ${(cause as Error).message}`,
    );
  }
}

/**
 * The role that AWS Backup does a job with. Throws AWS's words for one that it can't be:
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html#restore-testing-troubleshooting
 */
export function jobRole({ principalOfRole }: Pick<Rooms, "principalOfRole">, roleArn: string): Principal {
  try {
    return principalOfRole(roleArn, servicePrincipal);
  } catch (cause) {
    throw new Error(`IAM Role ${roleArn} cannot be assumed by AWS Backup.`, { cause });
  }
}
