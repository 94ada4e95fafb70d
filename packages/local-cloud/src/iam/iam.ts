import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { jsonFile } from "../jsonFile.ts";
import type {
  Authorize,
  Clock,
  Place,
  Principal,
  ResourceHandler,
  ResourceRemover,
  Service,
} from "../service.ts";
import { type AssumeRole, createAssumeRole } from "./assumeRole.ts";
import { createAuthorize } from "./authorize.ts";
import { type Credentials, createCredentials, type SessionCredentials } from "./credentials.ts";
import { type PermissionsReport, permissionsReport } from "./permissions.ts";
import type { NamedPolicy, PolicyDocument } from "./policy.ts";
import { servicePrincipal } from "./principals.ts";
import { createRoles, type Roles } from "./roles.ts";
import { roleSession } from "./session.ts";
import { createSts } from "./sts.ts";
import { untestedConditions } from "./untested.ts";
import { createUsage } from "./usage.ts";
import { createWritten, type Written } from "./written.ts";

export interface IamOptions {
  dataDir: string;
  place: Place;
  clock: Clock;
  /** The policy on a vault, key or function. */
  resourcePolicy: (arn: string) => PolicyDocument | undefined;
  /** The tags on a resource, as far as its service lets policies ask for them. */
  resourceTags?: (arn: string) => Record<string, string> | undefined;
  /** Hears of every denial, and what decided it, and once of every condition on a resource that nothing tests. */
  log: (message: string) => void;
  random?: (bytes: number) => Buffer;
}

export interface Iam extends Pick<Credentials, "root" | "administrator" | "mfa" | "find"> {
  authorize: Authorize;
  assumeRole: AssumeRole;
  sts: Service;
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
  roles: Roles;
  /** Where roles and statements are written. */
  written: Written;
  /** What of the template's roles grants nothing here, a sentence each. */
  readonly warnings: string[];
  /**
   * The principal of a role that an AWS service works with. With `service`, such as `backup.amazonaws.com`, the
   * role's trust policy must let that service in, else AccessDenied is thrown. `sourceArn` is what the service works
   * for, such as a rule.
   */
  principalOfRole(roleArn: string, service?: string, sourceArn?: string): Principal;
  /** Keys for a role that a service works with: the same ones for the same role and name, and they don't expire. */
  sessionFor(
    roleArn: string,
    sessionName: string,
    service?: string,
    more?: ServiceSession,
  ): SessionCredentials;
  /** What roles were granted, and what they made of it. */
  permissions(): PermissionsReport;
  /** Keeps what has been counted. */
  stop(): void;
}

export interface ServiceSession {
  /** What the service works for, such as a rule. */
  sourceArn?: string;
  /** Condition keys that every request of the session brings. */
  keys?: Record<string, string>;
}

/** Says once of each policy what of it isn't tested here. */
function warner(log: (message: string) => void): (policy: NamedPolicy) => void {
  const read = new Set<PolicyDocument>();
  const said = new Set<string>();
  return (policy) => {
    if (read.has(policy.document)) return;
    if (read.size >= MOST_READ) read.clear();
    read.add(policy.document);
    for (const sentence of untestedConditions(policy)) {
      if (!said.has(sentence)) log(sentence);
      said.add(sentence);
    }
  };
}

const MOST_READ = 500;

/** Identities, their keys and what they may do. */
export function createIam(options: IamOptions): Iam {
  const { dataDir, place, clock, resourcePolicy, log, random = randomBytes } = options;
  const roles = createRoles({ place });
  const credentials = createCredentials({ dataDir, place, clock, random });
  const usage = createUsage({
    file: jsonFile(join(dataDir, "iam-usage.json"), {}, "object", { flush: false }),
    clock,
  });
  const written = createWritten();
  const authorize = createAuthorize({
    place,
    clock,
    roles,
    resourcePolicy,
    resourceTags: (arn) => roles.get(arn)?.tags ?? options.resourceTags?.(arn),
    warn: warner(log),
    log,
    usage,
    written,
  });
  const assumeRole = createAssumeRole({ roles, credentials, authorize, clock });
  const sessions = new Map<string, SessionCredentials>();

  const sessionOf = (
    roleArn: string,
    sessionName: string,
    service?: string,
    { sourceArn, keys }: ServiceSession = {},
  ) => {
    const context: Record<string, string> = sourceArn === undefined ? {} : { "aws:SourceArn": sourceArn };
    if (service) authorize(servicePrincipal(service), "sts:AssumeRole", roleArn, context);
    const role = roles.get(roleArn);
    return role && roleSession(role, { sessionName, issuedAt: clock.now(), keys });
  };
  // What a role that doesn't exist asks for is denied when it asks.
  const nobody = (roleArn: string): Principal => ({ arn: roleArn, accountId: place.accountId, roleArn });

  return {
    ...credentials,
    authorize,
    assumeRole,
    sts: createSts({ place, roles, credentials, assumeRole, newId: randomUUID }),
    resources: roles.resources,
    removers: roles.removers,
    roles,
    written,
    get warnings() {
      return roles.warnings();
    },
    principalOfRole: (roleArn, service, sourceArn) =>
      sessionOf(roleArn, service?.split(".")[0] ?? "local-cloud", service, { sourceArn }) ?? nobody(roleArn),
    sessionFor(roleArn, sessionName, service, more) {
      const key = `${roleArn} ${sessionName}`;
      const session = sessionOf(roleArn, sessionName, service, more);
      if (!session)
        throw new Error(
          `The template has no role ${roleArn || "with an empty ARN"}, which ${sessionName} is to work with.`,
        );
      const known = sessions.get(key) ?? credentials.startSession(session);
      sessions.set(key, known);
      return known;
    },
    permissions: () => permissionsReport({ roles, usage, written }),
    stop: usage.stop,
  };
}
