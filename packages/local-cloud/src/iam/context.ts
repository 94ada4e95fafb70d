import type { Place, Principal } from "../service.ts";
import { hasIdentity, isRoot, isService } from "./principals.ts";
import { uniqueId } from "./resources/role.ts";
import type { Role } from "./roles.ts";
import { isRoleSession } from "./session.ts";

interface Surroundings {
  place: Place;
  now: Date;
  /** The role of the caller, where it has one. */
  role: Role | undefined;
}

type Keys = Record<string, string | string[]>;

/**
 * The global condition keys of a request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function globalContext(
  principal: Principal,
  resource: string,
  { place, now, role }: Surroundings,
): Keys {
  const owner = resource.split(":")[4];
  return {
    "aws:CurrentTime": now.toISOString(),
    "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
    "aws:RequestedRegion": place.region,
    "aws:ResourceAccount": owner ? owner : place.accountId,
    "aws:SourceIp": "127.0.0.1",
    // The one local port stands for AWS's endpoints, which are HTTPS only in practice.
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": "false",
    ...requestKeys(principal),
    "aws:PrincipalIsAWSService": String(isService(principal)),
    ...(isService(principal) ? serviceKeys(principal, place) : {}),
    ...(hasIdentity(principal) ? identityKeys(principal, role, now) : { "aws:PrincipalType": "Anonymous" }),
  };
}

const requestKeys = ({ request }: Principal): Keys => ({
  ...(request?.userAgent === undefined ? {} : { "aws:UserAgent": request.userAgent }),
  ...(request?.referer === undefined ? {} : { "aws:Referer": request.referer }),
});

/** Who called in whose name: the first and the last are keys of their own. */
export function viaKeys(context: Keys): Keys {
  const via = [context["aws:CalledVia"] ?? []].flat();
  return via.length === 0 ? {} : { "aws:CalledViaFirst": via[0]!, "aws:CalledViaLast": via.at(-1)! };
}

/**
 * The services that say for whom they work; Lambda, for one, doesn't. The resource that they work for is known only to
 * whoever asks.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-service-confused-deputy-prevention.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
 * https://docs.aws.amazon.com/appsync/latest/devguide/cross-service-confused-deputy-prevention.html
 */
const telling = new Set(["appsync", "backup", "cloudwatch", "events", "s3", "sns", "states"]);

const serviceKeys = ({ arn }: Principal, { accountId }: Place): Keys => ({
  "aws:PrincipalServiceName": arn,
  "aws:PrincipalServiceNamesList": [arn],
  ...(telling.has(arn.split(".")[0]!) ? { "aws:SourceAccount": accountId } : {}),
});

function identityKeys(principal: Principal, role: Role | undefined, now: Date): Keys {
  const common = {
    "aws:PrincipalArn": principal.roleArn ?? principal.arn,
    "aws:PrincipalAccount": principal.accountId,
  };
  if (isRoot(principal))
    return { ...common, "aws:PrincipalType": "Account", "aws:userid": principal.accountId };
  if (principal.roleArn === undefined) {
    const username = principal.arn.split("/").at(-1)!;
    return {
      ...common,
      "aws:PrincipalType": "User",
      "aws:userid": uniqueId("AIDA", principal.arn),
      "aws:username": username,
    };
  }
  const sessionTags = isRoleSession(principal) ? principal.tags : {};
  return {
    ...common,
    ...tagKeys("aws:PrincipalTag", { ...role?.tags, ...sessionTags }),
    "aws:PrincipalType": "AssumedRole",
    ...sessionKeys(principal, now),
  };
}

/** Tags as condition keys, such as `aws:ResourceTag/backup`. */
export const tagKeys = (key: string, tags: Record<string, string>): Keys =>
  Object.fromEntries(Object.entries(tags).map(([name, value]) => [`${key}/${name}`, value]));

function sessionKeys(principal: Principal, now: Date): Keys {
  if (!isRoleSession(principal)) return {};
  const { roleId, sessionName, issuedAt, mfaAt } = principal;
  return {
    ...principal.keys,
    "aws:userid": `${roleId}:${sessionName}`,
    "aws:TokenIssueTime": issuedAt.toISOString(),
    "aws:MultiFactorAuthPresent": String(mfaAt !== undefined),
    ...(mfaAt
      ? { "aws:MultiFactorAuthAge": String(Math.floor((now.getTime() - mfaAt.getTime()) / 1000)) }
      : {}),
  };
}
