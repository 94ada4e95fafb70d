import { BackupClient, ListRecoveryPointsByResourceCommand } from "@aws-sdk/client-backup";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing.ts";
import { trusting } from "../testing.ts";
import { sign } from "./testing.ts";

const administrator = "arn:aws:iam::123456789012:user/administrator";
let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud({
    Roles: {
      Resources: {
        Bucket: { Type: "AWS::S3::Bucket", Properties: { BucketName: "signed" } },
        Reader: {
          Type: "AWS::IAM::Role",
          Properties: {
            RoleName: "reader",
            AssumeRolePolicyDocument: trusting({ AWS: administrator }),
            ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
          },
        },
      },
    },
  });
});
afterAll(() => cloud.stop());

type Options = TestCloud["client"] & { maxAttempts?: number };

/** A call of each service, which gets as far as the service where its signature is right. */
const calls: Record<string, { client(options: Options): any; command(): any; reaches?: string }> = {
  dynamodb: { client: (options) => new DynamoDBClient(options), command: () => new ListTablesCommand({}) },
  kms: { client: (options) => new KMSClient(options), command: () => new ListKeysCommand({}) },
  states: { client: (options) => new SFNClient(options), command: () => new ListStateMachinesCommand({}) },
  "cognito-idp": {
    client: (options) => new CognitoIdentityProviderClient(options),
    command: () => new AdminGetUserCommand({ UserPoolId: "us-east-1_none", Username: "ann" }),
    reaches: "ResourceNotFoundException",
  },
  backup: {
    client: (options) => new BackupClient(options),
    command: () =>
      new ListRecoveryPointsByResourceCommand({
        ResourceArn: "arn:aws:dynamodb:us-east-1:123456789012:table/none",
      }),
  },
  lambda: {
    client: (options) => new LambdaClient(options),
    command: () =>
      new InvokeCommand({
        FunctionName: "arn:aws:lambda:us-east-1:123456789012:function:none",
        Payload: Buffer.from("{}"),
      }),
    reaches: "ResourceNotFoundException",
  },
  sts: { client: (options) => new STSClient(options), command: () => new GetCallerIdentityCommand({}) },
  cloudformation: {
    client: (options) => new CloudFormationClient(options),
    command: () => new DescribeStacksCommand({}),
  },
};

const names = Object.keys(calls);
const query = new Set(["sts", "cloudformation"]);
const isJson = new Set(["dynamodb", "kms", "states", "cognito-idp"]);

async function outcome(name: string, options: Partial<Options>, tamper?: (request: any) => void) {
  const client = calls[name]!.client({ ...cloud.client, maxAttempts: 1, ...options });
  if (tamper)
    client.middlewareStack.addRelativeTo(
      (next: any) => async (args: any) => {
        tamper(args.request);
        return next(args);
      },
      { relation: "after", toMiddleware: "httpSigningMiddleware", name: "tamper" },
    );
  try {
    await client.send(calls[name]!.command());
    return "answered";
  } catch (error) {
    const { name: code, $metadata } = error as { name: string; $metadata: { httpStatusCode: number } };
    return `${$metadata?.httpStatusCode} ${code}`;
  }
}

const refusal = (name: string, code: string, queryCode: string) =>
  query.has(name) ? `403 ${queryCode}` : `${isJson.has(name) ? 400 : 403} ${code}`;

describe.each(names)("the SDK's client of %s", (name) => {
  it("gets through with the administrator's keys and with a session's", async () => {
    const { Credentials } = await new STSClient(cloud.client).send(
      new AssumeRoleCommand({ RoleArn: "arn:aws:iam::123456789012:role/reader", RoleSessionName: "me" }),
    );
    const credentials = {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    };
    const wanted = calls[name]!.reaches;

    for (const result of [await outcome(name, {}), await outcome(name, { credentials })])
      expect(result).toMatch(wanted ? new RegExp(wanted) : /^answered$/);
    expect(await outcome(name, { credentials: { ...credentials, sessionToken: "another" } as any })).toBe(
      refusal(name, "UnrecognizedClientException", "InvalidClientTokenId"),
    );
  });

  it("is refused with a key that nobody holds, a wrong secret and a wrong region", async () => {
    const { accessKeyId } = cloud.client.credentials;
    const credentials = { accessKeyId, secretAccessKey: "guessed" };

    expect(await outcome(name, { credentials: { accessKeyId: "AKIANOBODY", secretAccessKey: "x" } })).toBe(
      refusal(name, "UnrecognizedClientException", "InvalidClientTokenId"),
    );
    expect(await outcome(name, { credentials })).toBe(
      refusal(name, "InvalidSignatureException", "SignatureDoesNotMatch"),
    );
    expect(await outcome(name, { region: "eu-west-1" })).toBe(
      refusal(name, "InvalidSignatureException", "SignatureDoesNotMatch"),
    );
  });

  it("is refused where the request was changed on its way", async () => {
    const changes: ((request: any) => void)[] = [
      (request) => {
        request.path = `${request.path}x`;
      },
      (request) => {
        request.query = { ...request.query, more: "1" };
      },
      (request) => {
        request.method = request.method === "POST" ? "PUT" : "POST";
      },
      (request) => {
        request.headers["x-amz-date"] = request.headers["x-amz-date"].replace(/\d\dZ$/, "00Z");
        request.headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
      },
      ...(name === "backup"
        ? []
        : [
            (request: any) => {
              request.body = Buffer.concat([Buffer.from(request.body ?? ""), Buffer.from(" ")]);
              request.headers["content-length"] = String(request.body.length);
            },
          ]),
    ];
    for (const change of changes)
      expect(await outcome(name, {}, change), String(change)).toBe(
        refusal(name, "InvalidSignatureException", "SignatureDoesNotMatch"),
      );
  });

  it("is refused where it doesn't sign at all", async () => {
    const unsigned = await outcome(name, {}, ({ headers }) => {
      delete headers.authorization;
    });

    // Without a target or a scope nothing says which service it is for.
    expect(unsigned).toMatch(isJson.has(name) ? /^400 MissingAuthenticationTokenException$/ : /^40[34] /);
  });
});

describe("the SDK's client of s3", () => {
  const s3 = (more: object = {}) =>
    new S3Client({ ...cloud.client, forcePathStyle: true, maxAttempts: 1, ...more });
  const put = (client: S3Client) =>
    client.send(new PutObjectCommand({ Bucket: "signed", Key: "a b/ü+1?.txt", Body: "hello" }));

  it("gets through, and is refused in S3's words", async () => {
    const { accessKeyId } = cloud.client.credentials;
    const refusal = (more: object) => put(s3(more)).catch((error) => error.name);
    await put(s3());

    expect(await refusal({ credentials: { accessKeyId, secretAccessKey: "guessed" } })).toBe(
      "SignatureDoesNotMatch",
    );
    expect(await refusal({ credentials: { accessKeyId: "AKIANOBODY", secretAccessKey: "x" } })).toBe(
      "InvalidAccessKeyId",
    );
    expect(await refusal({ region: "eu-west-1" })).toBe("AuthorizationHeaderMalformed");
    expect(await refusal({ systemClockOffset: -3_600_000 })).toBe("RequestTimeTooSkewed");
  });

  it("hands out links that end", async () => {
    const link = (at: Date) =>
      sign("", {
        ...cloud.client.credentials,
        service: "s3",
        method: "GET",
        target: "/signed/a%20b/%C3%BC%2B1%3F.txt",
        host: new URL(cloud.client.endpoint).host,
        at: at.toISOString(),
        expires: "60",
        payloadHash: "UNSIGNED-PAYLOAD",
      }).target;
    const get = async (target: string) => (await fetch(`${cloud.client.endpoint}${target}`)).text();
    const fresh = link(new Date());

    expect(await get(fresh)).toBe("hello");
    expect(await get(fresh.replace("b/", "c/"))).toContain("<Code>SignatureDoesNotMatch</Code>");
    expect(await get(link(new Date(Date.now() - 61_000)))).toContain(
      "<Message>Request has expired</Message>",
    );
  });
});

it("asks Cognito's users for no signature", async () => {
  const open = new CognitoIdentityProviderClient({ ...cloud.client, maxAttempts: 1 });
  const signUp = open.send(new SignUpCommand({ ClientId: "none", Username: "ann", Password: "beasts-42" }));

  await expect(signUp).rejects.toThrow("App Client none not found");
});

it("takes a presigned request", async () => {
  const signed = sign("", {
    ...cloud.client.credentials,
    service: "sts",
    method: "GET",
    target: "/?Action=GetCallerIdentity&Version=2011-06-15",
    host: new URL(cloud.client.endpoint).host,
    at: new Date().toISOString(),
    expires: "60",
  });
  const answer = await fetch(`${cloud.client.endpoint}${signed.target}`);

  expect(await answer.text()).toContain(`<Arn>${administrator}</Arn>`);
  expect((await fetch(`${cloud.client.endpoint}${signed.target}0`)).status).toBe(403);
});

it("tells clients the cloud's time, takes their signatures by it, and lets sessions expire by it", async () => {
  const sts = new STSClient({ ...cloud.client, maxAttempts: 1 });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: "arn:aws:iam::123456789012:role/reader", RoleSessionName: "me" }),
  );
  const credentials = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  const inThreeMonths = new Date(cloud.cloud.clock.now().getTime() + 90 * 86_400_000);
  await cloud.cloud.clock.advance(inThreeMonths);

  const answer = await fetch(`${cloud.client.endpoint}/_holdfast/inbox`);
  expect(Date.parse(answer.headers.get("date")!)).toBeGreaterThanOrEqual(
    Math.floor(inThreeMonths.getTime() / 1000) * 1000,
  );
  // The first call is signed by the machine's clock, the second by the cloud's, which the SDK has learnt by then.
  expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(administrator);
  const error = await new STSClient({ ...cloud.client, credentials })
    .send(new GetCallerIdentityCommand({}))
    .catch((refused) => refused);
  expect(error.name).toMatch(/^ExpiredToken/);
  const ahead = new STSClient({ ...cloud.client, systemClockOffset: 90 * 86_400_000 });
  expect((await ahead.send(new GetCallerIdentityCommand({}))).Arn).toBe(administrator);
});
