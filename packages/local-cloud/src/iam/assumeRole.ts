import { AwsError } from "../errors.ts";
import type { Authorize, Clock, Principal } from "../service.ts";
import type { Credentials, SessionCredentials } from "./credentials.ts";
import type { NamedPolicy } from "./policy.ts";
import { isRoot } from "./principals.ts";
import type { Role, Roles } from "./roles.ts";
import { isRoleSession, type RoleSession, roleSession } from "./session.ts";
import { inherit, tagContext } from "./sts/sessionTags.ts";

export interface AssumeRoleRequest {
  roleArn: string;
  sessionName: string;
  durationSeconds?: number;
  externalId?: string;
  sessionPolicies?: NamedPolicy[];
  /** Whether the caller proved a second factor with this request. */
  mfa?: boolean;
  tags?: Record<string, string>;
  transitiveTagKeys?: string[];
  sourceIdentity?: string;
}

export interface AssumedRole {
  session: RoleSession;
  credentials: SessionCredentials & { expiration: Date };
}

export type AssumeRole = (caller: Principal, request: AssumeRoleRequest) => AssumedRole;

interface AssumeRoleDeps {
  roles: Pick<Roles, "get">;
  credentials: Pick<Credentials, "startSession">;
  authorize: Authorize;
  clock: Clock;
}

const DEFAULT_SECONDS = 3600;
const MOST_WHEN_CHAINED = 3600;

/**
 * Gives a session of a role to whom its trust policy lets in.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function createAssumeRole({ roles, credentials, authorize, clock }: AssumeRoleDeps): AssumeRole {
  return (caller, request) => {
    const { roleArn, sessionName, durationSeconds = DEFAULT_SECONDS, sessionPolicies } = request;
    if (isRoot(caller)) throw denied("Roles may not be assumed by root accounts.");
    const { tags = {}, transitiveTagKeys = [] } = request;
    const calling = isRoleSession(caller) ? caller : undefined;
    const given = inherit({ tags, transitiveTagKeys }, calling);
    const sourceIdentity = request.sourceIdentity ?? calling?.sourceIdentity;
    const context = { ...contextOf(request, sourceIdentity), ...tagContext(given) };
    authorize(caller, "sts:AssumeRole", roleArn, context);
    // Tags and a source identity are permissions of their own, those that a session hands on, too.
    if (Object.keys(given.tags).length > 0) authorize(caller, "sts:TagSession", roleArn, context);
    if (sourceIdentity !== undefined) {
      authorize(caller, "sts:SetSourceIdentity", roleArn, context);
      requireSameIdentity(sourceIdentity, calling);
    }
    const role = roles.get(roleArn);
    // A role that doesn't exist must sound like one that may not be assumed.
    if (!role)
      throw denied(
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      );
    checkDuration(durationSeconds, role, caller);
    const issuedAt = clock.now();
    const session = roleSession(role, {
      sessionName,
      issuedAt,
      ...(sessionPolicies ? { sessionPolicies } : {}),
      ...(request.mfa ? { mfaAt: issuedAt } : {}),
      ...given,
      ...(sourceIdentity === undefined
        ? {}
        : { sourceIdentity, keys: { "aws:SourceIdentity": sourceIdentity } }),
    });
    const expiration = new Date(issuedAt.getTime() + durationSeconds * 1000);
    return { session, credentials: { ...credentials.startSession(session, expiration), expiration } };
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html */
function requireSameIdentity(sourceIdentity: string, calling: RoleSession | undefined): void {
  if (calling?.sourceIdentity !== undefined && calling.sourceIdentity !== sourceIdentity)
    throw denied(
      `The source identity of the calling session is ${calling.sourceIdentity} and can't be changed to ${sourceIdentity}.`,
    );
}

function contextOf(
  { sessionName, externalId, mfa }: AssumeRoleRequest,
  sourceIdentity: string | undefined,
): Record<string, string> {
  return {
    ...(sourceIdentity === undefined ? {} : { "sts:SourceIdentity": sourceIdentity }),
    "sts:RoleSessionName": sessionName,
    ...(externalId === undefined ? {} : { "sts:ExternalId": externalId }),
    ...(mfa ? { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "0" } : {}),
  };
}

function checkDuration(seconds: number, role: Role, caller: Principal): void {
  if (isRoleSession(caller) && seconds > MOST_WHEN_CHAINED)
    throw invalid(
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
    );
  if (seconds > role.maxSessionSeconds)
    throw invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
}

const invalid = (message: string) => new AwsError("ValidationError", message);
const denied = (message: string) => new AwsError("AccessDenied", message, { status: 403 });
