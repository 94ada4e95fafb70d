import { element } from "../../xml.ts";
import { isRoot } from "../principals.ts";
import { uniqueId } from "../resources/role.ts";
import { isRoleSession } from "../session.ts";
import type { StsOperation } from "./operation.ts";

/**
 * Needs no permission, and can't be denied.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const getCallerIdentity: StsOperation = () => (caller) => {
  const user = isRoot(caller) ? caller.accountId : uniqueId("AIDA", caller.arn);
  const userId = isRoleSession(caller) ? `${caller.roleId}:${caller.sessionName}` : user;
  return element("Arn", caller.arn) + element("UserId", userId) + element("Account", caller.accountId);
};
