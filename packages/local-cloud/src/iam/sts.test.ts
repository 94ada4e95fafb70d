import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "../errors.ts";
import type { AccessKey, Credentials } from "./credentials.ts";
import { stsOperations } from "./sts.ts";
import { inline, roleArn, type TestIam, testIam, trusting } from "./testing.ts";

const admin = roleArn("backup-admin");
const account = "arn:aws:iam::123456789012:root";
const table = "arn:aws:dynamodb:us-east-1:123456789012:table/a";

let test: TestIam;
let server: Server;
let url: string;

beforeEach(async () => {
  test = testIam();
  server = createServer(async (request, response) => {
    const body = await buffer(request);
    const headers = { authorization: request.headers.authorization };
    const id = /Credential=([^/]+)/.exec(headers.authorization ?? "")?.[1] ?? "";
    const { sts, find } = test.iam;
    const call = { method: "POST", path: "/", query: new URLSearchParams(), headers, body };
    const reply = await sts.handle(call, find(id)!.principal).catch((error) => {
      if (!(error instanceof AwsError)) throw error;
      return sts.formatError(error);
    });
    response.writeHead(reply.status, reply.headers).end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => server.close());

const client = (credentials: AccessKey) =>
  new STSClient({ endpoint: url, region: "us-east-1", credentials, maxAttempts: 1 });
const assume = (
  as: keyof Pick<Credentials, "root" | "administrator">,
  input: Partial<AssumeRoleCommandInput> = {},
) => client(test.iam[as]).send(new AssumeRoleCommand({ RoleArn: admin, RoleSessionName: "ann", ...input }));
const refusal = (name: string, message: string) => expect.objectContaining({ name, message });

async function session(input: Partial<AssumeRoleCommandInput> = {}) {
  const { Credentials } = await assume("administrator", input);
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
}

describe("GetCallerIdentity", () => {
  it("says who the root user is", async () => {
    expect(await client(test.iam.root).send(new GetCallerIdentityCommand())).toMatchObject({
      Account: "123456789012",
      Arn: account,
      UserId: "123456789012",
    });
  });

  it("says who a session is", async () => {
    await test.role("backup-admin", { AssumeRolePolicyDocument: trusting({ AWS: account }) });
    const { roleId } = test.iam.roles.get(admin)!;
    expect(await client(await session()).send(new GetCallerIdentityCommand())).toMatchObject({
      Arn: "arn:aws:sts::123456789012:assumed-role/backup-admin/ann",
      UserId: `${roleId}:ann`,
    });
  });
});

describe("AssumeRole", () => {
  const trustAccount = (properties: object = {}) =>
    test.role("backup-admin", { AssumeRolePolicyDocument: trusting({ AWS: account }), ...properties });

  it("gives keys that act as the role, for an hour", async () => {
    await trustAccount(inline("dynamodb:GetItem", table));
    const { Credentials, AssumedRoleUser } = await assume("administrator");
    expect(Credentials?.Expiration).toEqual(new Date("2026-11-22T13:00:00Z"));
    expect(AssumedRoleUser?.Arn).toBe("arn:aws:sts::123456789012:assumed-role/backup-admin/ann");
    const principal = test.iam.find(Credentials!.AccessKeyId!)!.principal;
    expect(() => test.iam.authorize(principal, "dynamodb:GetItem", table)).not.toThrow();
    expect(() => test.iam.authorize(principal, "dynamodb:PutItem", table)).toThrow();
  });

  it("refuses the root user, as AWS does", async () => {
    await trustAccount();
    await expect(assume("root")).rejects.toEqual(
      refusal("AccessDenied", "Roles may not be assumed by root accounts."),
    );
  });

  it("refuses whom the trust policy doesn't let in", async () => {
    await test.role("backup-admin");
    await expect(assume("administrator")).rejects.toEqual(
      refusal(
        "AccessDenied",
        `User: arn:aws:iam::123456789012:user/administrator is not authorized to perform: sts:AssumeRole on resource: ${admin} because no role trust policy allows the sts:AssumeRole action`,
      ),
    );
  });

  it("refuses a role that doesn't exist as one that may not be assumed", async () => {
    await expect(assume("administrator")).rejects.toThrow(
      "is not authorized to perform: sts:AssumeRole on resource",
    );
  });

  it("wants a second factor where the trust policy does, and remembers it in the session", async () => {
    const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    await trustAccount({
      ...inline("backup:*", "*", {
        Condition: { ...mfa, NumericLessThan: { "aws:MultiFactorAuthAge": "3600" } },
      }),
      AssumeRolePolicyDocument: trusting({ AWS: account }, mfa),
    });
    await expect(assume("administrator")).rejects.toThrow("because no role trust policy allows");
    const SerialNumber = test.iam.mfa.serialNumber;
    await expect(assume("administrator", { SerialNumber, TokenCode: "abcdef" })).rejects.toThrow(
      "MultiFactorAuthentication failed with invalid MFA one time pass code",
    );
    const another = { SerialNumber: `${SerialNumber}2`, TokenCode: test.iam.mfa.code() };
    await expect(assume("administrator", another)).rejects.toThrow("MultiFactorAuthentication failed");
    const key = await session({ SerialNumber, TokenCode: test.iam.mfa.code() });
    const principal = test.iam.find(key.accessKeyId)!.principal;
    expect(() => test.iam.authorize(principal, "backup:ListBackupJobs", "*")).not.toThrow();
  });

  it("wants the external id that the trust policy names", async () => {
    await trustAccount({
      AssumeRolePolicyDocument: trusting({ AWS: account }, { StringEquals: { "sts:ExternalId": "12345" } }),
    });
    await expect(assume("administrator")).rejects.toThrow("AssumeRole");
    await expect(assume("administrator", { ExternalId: "12345" })).resolves.toBeDefined();
  });

  it("keeps a session within the policies that are passed for it", async () => {
    await trustAccount(inline("dynamodb:*", "*"));
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "dynamodb:GetItem", Resource: "*" },
    });
    const principal = test.iam.find((await session({ Policy })).accessKeyId)!.principal;
    expect(() => test.iam.authorize(principal, "dynamodb:GetItem", table)).not.toThrow();
    expect(() => test.iam.authorize(principal, "dynamodb:PutItem", table)).toThrow(
      "because no session policy allows",
    );
  });

  it("takes managed policies for the session, and refuses those it doesn't know", async () => {
    await trustAccount(inline("*", "*"));
    const arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    const principal = test.iam.find((await session({ PolicyArns: [{ arn }] })).accessKeyId)!.principal;
    expect(() => test.iam.authorize(principal, "logs:PutLogEvents", "*")).not.toThrow();
    expect(() => test.iam.authorize(principal, "dynamodb:PutItem", table)).toThrow("session policy");
    await expect(
      assume("administrator", { PolicyArns: [{ arn: "arn:aws:iam::aws:policy/Unheard" }] }),
    ).rejects.toThrow("PolicyArns names arn:aws:iam::aws:policy/Unheard, which is not known here.");
  });

  it("gives a session tags, which policies can ask for, and a source identity", async () => {
    const actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
    await trustAccount({
      ...inline("dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:123456789012:table/${aws:PrincipalTag/team}"),
      AssumeRolePolicyDocument: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action: actions }],
      },
    });
    const { Credentials, SourceIdentity } = await assume("administrator", {
      Tags: [{ Key: "team", Value: "a" }],
      TransitiveTagKeys: ["team"],
      SourceIdentity: "ann",
    });
    expect(SourceIdentity).toBe("ann");
    const { principal } = test.iam.find(Credentials!.AccessKeyId!)!;
    expect(() => test.iam.authorize(principal, "dynamodb:GetItem", table)).not.toThrow();
    expect(() => test.iam.authorize(principal, "dynamodb:GetItem", `${table}b`)).toThrow();
  });

  it("takes 2,048 characters of session policy", async () => {
    await trustAccount();
    await expect(assume("administrator", { Policy: " ".repeat(2049) })).rejects.toThrow(
      "at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048",
    );
  });

  it("lets a session of one role assume another, for an hour at most", async () => {
    await trustAccount(inline("sts:AssumeRole", roleArn("next")));
    await test.role("next", {
      AssumeRolePolicyDocument: trusting({ AWS: account }),
      MaxSessionDuration: 43200,
    });
    const chained = client(await session());
    const next = (DurationSeconds: number) =>
      chained.send(
        new AssumeRoleCommand({ RoleArn: roleArn("next"), RoleSessionName: "ann", DurationSeconds }),
      );
    await expect(next(3601)).rejects.toEqual(
      refusal(
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
      ),
    );
    await expect(next(3600)).resolves.toBeDefined();
  });

  it.each([
    [
      { RoleSessionName: "a" },
      "Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2",
    ],
    [
      { RoleSessionName: "a b" },
      "Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      { RoleSessionName: undefined },
      "Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
    ],
    [
      { DurationSeconds: 899 },
      "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
    [
      { DurationSeconds: 43201 },
      "Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200",
    ],
    [
      { DurationSeconds: 3601 },
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ],
  ])("refuses %j as AWS does", async (input, why) => {
    await trustAccount();
    await expect(assume("administrator", input)).rejects.toThrow(why);
  });

  it("refuses a session policy that is broken", async () => {
    await trustAccount();
    await expect(assume("administrator", { Policy: "{}" })).rejects.toEqual(
      refusal("MalformedPolicyDocumentException", "Syntax errors in policy. Policy: it has no Statement."),
    );
  });

  it("names what of it isn't known here", async () => {
    await trustAccount();
    const ProvidedContexts = [
      { ProviderArn: "arn:aws:iam::aws:contextProvider/p", ContextAssertion: "abcd" },
    ];
    await expect(assume("administrator", { ProvidedContexts })).rejects.toThrow(
      "The local STS doesn't know AssumeRole's ProvidedContexts.member.1.",
    );
  });
});

describe("the operations", () => {
  it("are answered under their own name or refused by it", async () => {
    const call = (action: string) =>
      fetch(url, {
        method: "POST",
        headers: { authorization: `Credential=${test.iam.root.accessKeyId}/` },
        body: `Action=${action}&Version=2011-06-15`,
      }).then((reply) => reply.text());
    for (const name of Object.keys(stsOperations)) expect(await call(name)).not.toContain("InvalidAction");
    expect(await call("GetFederationToken")).toContain(
      "<Code>InvalidAction</Code><Message>Could not find operation GetFederationToken for version 2011-06-15</Message>",
    );
    expect(await call("constructor")).toContain("InvalidAction");
  });
});
