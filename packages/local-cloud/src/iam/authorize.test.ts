import { describe, expect, it } from "vitest";
import { inline, place, roleArn, testIam, trusting } from "./testing.ts";

const table = "arn:aws:dynamodb:us-east-1:123456789012:table/a";
const vault = "arn:aws:backup:us-east-1:123456789012:backup-vault:v";
const key = "arn:aws:kms:us-east-1:123456789012:key/k";
const root = { arn: "arn:aws:iam::123456789012:root", accountId: "123456789012" };
const reader = roleArn("reader");

describe("authorize", () => {
  it("lets a role do what its policies allow", async () => {
    const { iam, role, log } = testIam();
    await role("reader", inline("dynamodb:GetItem", table));
    expect(() => iam.authorize(iam.principalOfRole(reader), "dynamodb:GetItem", table)).not.toThrow();
    expect(log).toEqual([]);
  });

  it("refuses in AWS's words what nothing allows, and logs what to look at", async () => {
    const { iam, role, log } = testIam();
    await role("reader", inline("dynamodb:GetItem", table));
    const session = "arn:aws:sts::123456789012:assumed-role/reader/local-cloud";
    expect(() => iam.authorize(iam.principalOfRole(reader), "dynamodb:PutItem", table)).toThrow(
      expect.objectContaining({
        code: "AccessDeniedException",
        status: 400,
        message: `User: ${session} is not authorized to perform: dynamodb:PutItem on resource: ${table} because no identity-based policy allows the dynamodb:PutItem action`,
      }),
    );
    expect(log).toEqual([
      `denied dynamodb:PutItem on ${table} to ${session}: no identity-based policy allows dynamodb:PutItem on ${table} (see app/reader)`,
    ]);
  });

  it("refuses in AWS's words what a resource's policy denies, to the root user too", async () => {
    const { iam, resourcePolicies, log } = testIam();
    resourcePolicies.set(vault, {
      Statement: [{ Sid: "Keep", Effect: "Deny", Principal: "*", Action: "backup:Delete*", Resource: "*" }],
    });
    expect(() => iam.authorize(root, "backup:DeleteBackupVault", vault)).toThrow(
      expect.objectContaining({
        code: "AccessDeniedException",
        status: 403,
        message: `User: ${root.arn} is not authorized to perform: backup:DeleteBackupVault on resource: ${vault} with an explicit deny in a resource-based policy`,
      }),
    );
    expect(log[0]).toContain(`statement 1 ("Keep") of the resource-based policy of ${vault} denies it`);
    expect(() => iam.authorize(root, "backup:StartBackupJob", vault)).not.toThrow();
  });

  it("names the place of the denying statement in the log", async () => {
    const { iam, role, log } = testIam();
    await role("reader", inline("s3:*", "*", { Effect: "Deny", Sid: "NoS3" }));
    expect(() => iam.authorize(iam.principalOfRole(reader), "s3:GetObject", "arn:aws:s3:::b/k")).toThrow(
      "with an explicit deny in an identity-based policy",
    );
    expect(log[0]).toMatch(
      /statement 1 \("NoS3"\) of the identity-based policy inline denies it \(see app\/reader\)$/,
    );
  });

  it("names the boundary where that is what doesn't allow", async () => {
    const { iam, role } = testIam();
    await role("reader", {
      ...inline("dynamodb:GetItem", table),
      PermissionsBoundary: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    });
    expect(() => iam.authorize(iam.principalOfRole(reader), "dynamodb:GetItem", table)).toThrow(
      "because no permissions boundary allows the dynamodb:GetItem action",
    );
  });

  it("wants the key's policy to let the account's policies decide", async () => {
    const { iam, role, resourcePolicies } = testIam();
    await role("reader", inline("kms:Decrypt", key));
    const decrypt = () => iam.authorize(iam.principalOfRole(reader), "kms:Decrypt", key);
    const keyPolicy = (AWS: string) => ({
      Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" }],
    });
    resourcePolicies.set(key, keyPolicy(roleArn("writer")));
    expect(decrypt).toThrow("because no resource-based policy allows the kms:Decrypt action");
    resourcePolicies.set(key, keyPolicy(root.arn));
    expect(decrypt).not.toThrow();
  });

  it("lets a role that doesn't exist do nothing, and says so in the log", () => {
    const { iam, log } = testIam();
    expect(() => iam.authorize(iam.principalOfRole(roleArn("gone")), "dynamodb:GetItem", table)).toThrow(
      "is not authorized to perform: dynamodb:GetItem",
    );
    expect(log[0]).toContain(`(see the template: it has no role ${roleArn("gone")})`);
  });

  it("lets a service in only where the resource's policy names it, with the context it gives", () => {
    const { iam, resourcePolicies } = testIam();
    const fn = "arn:aws:lambda:us-east-1:123456789012:function:f";
    const rule = "arn:aws:events:us-east-1:123456789012:rule/r";
    const events = { arn: "events.amazonaws.com", accountId: "" };
    resourcePolicies.set(fn, {
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "lambda:InvokeFunction",
          Resource: fn,
          Condition: { ArnLike: { "AWS:SourceArn": rule } },
        },
      ],
    });
    const invoke = (source: string) => () =>
      iam.authorize(events, "lambda:InvokeFunction", fn, { "aws:SourceArn": source });
    expect(invoke(rule)).not.toThrow();
    expect(invoke(`${rule}2`)).toThrow(
      "because no resource-based policy allows the lambda:InvokeFunction action",
    );
  });

  it("lets the administrator do everything that no policy denies", () => {
    const { iam } = testIam();
    const administrator = iam.find(iam.administrator.accessKeyId)!.principal;
    expect(() => iam.authorize(administrator, "backup:DeleteBackupVault", vault)).not.toThrow();
  });

  it.each([
    ["aws:PrincipalArn", roleArn("reader")],
    ["aws:PrincipalAccount", "123456789012"],
    ["aws:PrincipalType", "AssumedRole"],
    ["aws:PrincipalTag/team", "blue"],
    ["aws:RequestedRegion", "us-east-1"],
    ["aws:ResourceAccount", "123456789012"],
    ["aws:CurrentTime", "2026-11-22T12:00:00.000Z"],
    ["aws:EpochTime", "1795348800"],
    ["aws:TokenIssueTime", "2026-11-22T12:00:00.000Z"],
    ["aws:MultiFactorAuthPresent", "false"],
    ["aws:SecureTransport", "true"],
    ["aws:SourceIp", "127.0.0.1"],
    ["aws:ResourceTag/backup", "daily"],
  ])("knows %s of a request", async (name, value) => {
    const { iam, role } = testIam();
    await role("reader", {
      ...inline("dynamodb:GetItem", table, { Condition: { StringEquals: { [name]: value } } }),
      Tags: [{ Key: "team", Value: "blue" }],
    });
    const session = iam.principalOfRole(reader);
    const context = { "aws:ResourceTag/backup": "daily" };
    expect(() => iam.authorize(session, "dynamodb:GetItem", table, context)).not.toThrow();
  });

  it("knows a session by its role's id and its name", async () => {
    const { iam, role } = testIam();
    await role("reader", inline("dynamodb:GetItem", table));
    const { roleId } = iam.roles.get(reader)!;
    await role(
      "reader",
      inline("dynamodb:*", table, { Condition: { StringLike: { "aws:userId": `${roleId}:*` } } }),
    );
    expect(() => iam.authorize(iam.principalOfRole(reader), "dynamodb:GetItem", table)).not.toThrow();
  });
});

describe("what only some requests come with:", () => {
  const asks = async (
    Condition: object,
    caller: object = {},
    context: Record<string, string | string[]> = {},
  ) => {
    const { iam, role } = testIam({ resourceTags: () => ({ backup: "daily" }) });
    await role("reader", inline("dynamodb:GetItem", table, { Condition }));
    const principal = { ...iam.principalOfRole(reader), ...caller };
    return () => iam.authorize(principal, "dynamodb:GetItem", table, context);
  };

  it("who sent it", async () => {
    const request = { userAgent: "aws-sdk-js/3", referer: "http://127.0.0.1:5173/" };
    const condition = {
      StringLike: { "aws:UserAgent": "aws-sdk-js/*" },
      StringEquals: { "aws:Referer": request.referer },
    };
    expect(await asks(condition, { request })).not.toThrow();
    expect(await asks(condition)).toThrow();
  });

  it("the tags on the resource", async () => {
    expect(await asks({ StringEquals: { "aws:ResourceTag/backup": "daily" } })).not.toThrow();
    expect(await asks({ StringEquals: { "aws:ResourceTag/backup": "weekly" } })).toThrow();
  });

  it("the services through which it came", async () => {
    const condition = {
      StringEquals: { "aws:CalledViaFirst": "a.amazonaws.com", "aws:CalledViaLast": "b.amazonaws.com" },
      "ForAnyValue:StringEquals": { "aws:CalledVia": "b.amazonaws.com" },
    };
    const context = { "aws:CalledVia": ["a.amazonaws.com", "b.amazonaws.com"] };
    expect(await asks(condition, {}, context)).not.toThrow();
    expect(await asks(condition)).toThrow();
  });

  it("the function that sent it", async () => {
    const { iam, role } = testIam();
    const arn = "arn:aws:lambda:us-east-1:123456789012:function:scan";
    await role("reader", {
      ...inline("dynamodb:GetItem", table, { Condition: { ArnEquals: { "lambda:SourceFunctionArn": arn } } }),
    });
    const session = (name: string, keys = {}) =>
      iam.find(iam.sessionFor(reader, name, undefined, { keys }).accessKeyId)!.principal;
    const get = (principal: typeof root) => () => iam.authorize(principal, "dynamodb:GetItem", table);
    expect(get(session("scan", { "lambda:SourceFunctionArn": arn }))).not.toThrow();
    expect(get(session("other"))).toThrow();
  });
});

describe("principalOfRole", () => {
  it("lets a service work only with a role that trusts it", async () => {
    const { iam, role } = testIam();
    await role("reader", { AssumeRolePolicyDocument: trusting({ Service: "backup.amazonaws.com" }) });
    expect(iam.principalOfRole(reader, "backup.amazonaws.com").arn).toBe(
      "arn:aws:sts::123456789012:assumed-role/reader/backup",
    );
    expect(() => iam.principalOfRole(reader, "states.amazonaws.com")).toThrow(
      `User: states.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${reader} because no role trust policy allows the sts:AssumeRole action`,
    );
  });
});

describe("sessionFor", () => {
  it("gives keys of the role, the same for the same name", async () => {
    const { iam, role } = testIam();
    await role("reader");
    const session = iam.sessionFor(reader, "scan");
    expect(iam.sessionFor(reader, "scan")).toEqual(session);
    expect(iam.sessionFor(reader, "other")).not.toEqual(session);
    expect(iam.find(session.accessKeyId)?.principal).toMatchObject({
      arn: "arn:aws:sts::123456789012:assumed-role/reader/scan",
      accountId: place.accountId,
      roleArn: reader,
    });
  });

  it("refuses a role that doesn't exist by its name", () => {
    expect(() => testIam().iam.sessionFor(roleArn("gone"), "scan")).toThrow(
      `The template has no role ${roleArn("gone")}, which scan is to work with.`,
    );
  });
});

describe("a service's role, guarded against a confused deputy", () => {
  const rule = "arn:aws:events:us-east-1:123456789012:rule/r";
  const guarded = (Service: string) => ({
    AssumeRolePolicyDocument: trusting(
      { Service },
      {
        StringEquals: { "aws:SourceAccount": "123456789012" },
        ArnLike: { "aws:SourceArn": "arn:aws:events:*:123456789012:rule/r" },
      },
    ),
  });

  it("may be worked with for the resource that the trust policy names, and for no other", async () => {
    const { iam, role } = testIam();
    await role("reader", guarded("events.amazonaws.com"));
    expect(iam.principalOfRole(reader, "events.amazonaws.com", rule).roleArn).toBe(reader);
    for (const source of [undefined, `${rule}2`, "arn:aws:events:us-east-1:210987654321:rule/r"])
      expect(() => iam.principalOfRole(reader, "events.amazonaws.com", source)).toThrow(
        "because no role trust policy allows the sts:AssumeRole action",
      );
  });

  it("can't be worked with by a service that doesn't say for whom: Lambda", async () => {
    const { iam, role } = testIam();
    await role("reader", guarded("lambda.amazonaws.com"));
    expect(() => iam.principalOfRole(reader, "lambda.amazonaws.com", rule)).toThrow("no role trust policy");
  });
});

describe("a denial's shape is the service's:", () => {
  it.each([
    ["dynamodb:GetItem", table, "AccessDeniedException", 400, table],
    ["kms:ListKeys", "*", "AccessDeniedException", 400, "*"],
    ["backup:ListBackupVaults", "*", "AccessDeniedException", 403, "*"],
    ["cloudformation:ListStacks", "*", "AccessDenied", 403, "*"],
    ["s3:GetObject", "arn:aws:s3:::b/k", "AccessDenied", 403, '"arn:aws:s3:::b/k"'],
  ])("%s", async (action, resource, code, status, shown) => {
    const { iam, role } = testIam();
    await role("reader");
    expect(() => iam.authorize(iam.principalOfRole(reader), action, resource)).toThrow(
      expect.objectContaining({
        code,
        status,
        message: expect.stringContaining(`on resource: ${shown} because`),
      }),
    );
  });
});
