import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing.ts";
import { bucket, refusal, s3Client } from "./testing.ts";

const allow = (Action: string | string[], Resource: unknown, more = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const user = (...statements: object[]) => ({
  Type: "AWS::IAM::Role",
  Properties: {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { AWS: { "Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root" } },
        },
      ],
    },
    Policies: statements.map((statement, index) => ({
      PolicyName: `Test${index}`,
      PolicyDocument: { Version: "2012-10-17", Statement: [statement] },
    })),
  },
});
const curl = { Condition: { StringLike: { "aws:UserAgent": "curl/*" } } };
const outputs = (...ids: string[]) =>
  Object.fromEntries(ids.map((id) => [id, { Value: { "Fn::GetAtt": [id, "Arn"] } }]));

let cloud: TestCloud;
let root: S3Client;
let as: (role: string) => Promise<S3Client>;

beforeAll(async () => {
  const arn = { "Fn::GetAtt": ["Guarded", "Arn"] };
  const under = (path: string) => ({ "Fn::Join": ["/", [arn, path]] });
  cloud = await startTestCloud({
    Storage: {
      Resources: {
        Guarded: bucket("guarded"),
        Policy: {
          Type: "AWS::S3::BucketPolicy",
          Properties: {
            Bucket: { Ref: "Guarded" },
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                {
                  Sid: "WriteOnce",
                  Effect: "Deny",
                  Principal: "*",
                  Action: "s3:PutObject",
                  Resource: under("proofs/*"),
                  Condition: { Null: { "s3:if-none-match": "true" } },
                },
                {
                  ...allow("s3:GetObject", under("shared/*")),
                  Principal: { AWS: { "Fn::GetAtt": ["Nobody", "Arn"] } },
                },
              ],
            },
          },
        },
        Open: bucket("open", { PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
        OpenPolicy: {
          Type: "AWS::S3::BucketPolicy",
          Properties: {
            Bucket: { Ref: "Open" },
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [
                { ...allow("s3:GetObject", "arn:aws:s3:::open/site/*"), Principal: "*" },
                { ...allow("s3:PutObject", "arn:aws:s3:::open/site/*", curl), Principal: "*" },
              ],
            },
          },
        },
        Sealed: bucket("sealed", {
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              {
                ServerSideEncryptionByDefault: {
                  SSEAlgorithm: "aws:kms",
                  KMSMasterKeyID: { "Fn::GetAtt": ["Key", "Arn"] },
                },
              },
            ],
          },
        }),
        Key: { Type: "AWS::KMS::Key", Properties: {} },
        Nobody: user(),
        Writer: user(allow(["s3:PutObject", "s3:GetObject"], { "Fn::Join": ["", [arn, "/*"]] })),
        Lister: user(
          allow("s3:ListBucket", arn, { Condition: { StringLike: { "s3:prefix": "mine/*" } } }),
          allow("s3:GetObject", under("*")),
        ),
        Unsealed: user(allow("s3:*", "*")),
      },
      Outputs: { ...outputs("Nobody", "Writer", "Lister", "Unsealed"), Key: { Value: { Ref: "Key" } } },
    },
  });
  root = s3Client(cloud);
  as = async (role) => {
    const { Credentials } = await new STSClient(cloud.client).send(
      new AssumeRoleCommand({ RoleArn: cloud.cloud.outputs.Storage![role], RoleSessionName: "test" }),
    );
    const credentials = {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    };
    return new S3Client({ ...cloud.client, credentials, maxAttempts: 1 });
  };
});
afterAll(() => cloud.stop());

const put = (Bucket: string, Key: string, more = {}) =>
  new PutObjectCommand({ Bucket, Key, Body: "x", ...more });
const denied = { name: "AccessDenied", status: 403 };

describe("somebody without credentials", () => {
  const get = (path: string, init = {}) => fetch(`${cloud.client.endpoint}/${path}`, init);

  it("is refused as S3 refuses, whether the object is there or not", async () => {
    await root.send(put("guarded", "secret"));
    for (const path of ["guarded/secret", "guarded/gone", "guarded?list-type=2", "open/other"]) {
      const answer = await get(path);
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain("<Code>AccessDenied</Code><Message>Access Denied</Message>");
    }
  });

  it("may do what an open bucket's policy lets everybody do, under its conditions", async () => {
    await root.send(put("open", "site/index.html"));
    expect(await (await get("open/site/index.html")).text()).toBe("x");
    const write = (agent: string) =>
      get("open/site/new", { method: "PUT", body: "y", headers: { "user-agent": agent } });
    expect((await write("node")).status).toBe(403);
    expect((await write("curl/8")).status).toBe(200);
  });

  it("is told that AWS signs its requests, where no service can be told from the path", async () => {
    const answer = await get("backup-vaults/");
    expect(answer.status).toBe(403);
    expect(answer.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
  });
});

describe("a role", () => {
  it("may do what its policies allow and nothing else", async () => {
    const writer = await as("Writer");
    await writer.send(put("guarded", "mine/1"));
    const remove = new DeleteObjectCommand({ Bucket: "guarded", Key: "mine/1" });

    expect(await refusal(writer.send(remove))).toMatchObject({
      ...denied,
      message: expect.stringContaining('s3:DeleteObject on resource: "arn:aws:s3:::guarded/mine/1"'),
    });
    expect(await refusal(writer.send(put("sealed", "x")))).toMatchObject(denied);
  });

  it("needs a permission of its own for what an upload brings along", async () => {
    const writer = await as("Writer");

    expect(await refusal(writer.send(put("guarded", "tagged", { Tagging: "a=b" })))).toMatchObject({
      ...denied,
      message: expect.stringContaining("s3:PutObjectTagging"),
    });
  });

  it("isn't told what there isn't unless it may list", async () => {
    const missing = new GetObjectCommand({ Bucket: "guarded", Key: "missing" });

    expect(await refusal((await as("Writer")).send(missing))).toMatchObject({
      ...denied,
      message: "Access Denied",
    });
    expect(await refusal(root.send(missing))).toMatchObject({ name: "NoSuchKey" });
  });

  it("lists under the prefix that its policy names", async () => {
    const lister = await as("Lister");
    const list = (Prefix?: string) => lister.send(new ListObjectsV2Command({ Bucket: "guarded", Prefix }));

    expect((await list("mine/")).KeyCount).toBe(1);
    expect(await refusal(list())).toMatchObject(denied);
    expect(await refusal(list("proofs/"))).toMatchObject(denied);
  });

  it("may read what the bucket's policy lets it, without a policy of its own", async () => {
    await root.send(put("guarded", "shared/x"));
    const nobody = await as("Nobody");

    await nobody.send(new GetObjectCommand({ Bucket: "guarded", Key: "shared/x" }));
    expect(
      await refusal(nobody.send(new GetObjectCommand({ Bucket: "guarded", Key: "mine/1" }))),
    ).toMatchObject(denied);
  });
});

it("lets a bucket's policy insist that objects are written once", async () => {
  const writer = await as("Writer");

  expect(await refusal(writer.send(put("guarded", "proofs/1")))).toMatchObject({
    ...denied,
    message: expect.stringContaining("with an explicit deny in a resource-based policy"),
  });
  await writer.send(put("guarded", "proofs/1", { IfNoneMatch: "*" }));
  expect(await refusal(writer.send(put("guarded", "proofs/1", { IfNoneMatch: "*" })))).toMatchObject({
    name: "PreconditionFailed",
  });
});

describe("a bucket encrypted with a KMS key", () => {
  const Body = "nobody is to read this in the file";

  it("keeps its objects encrypted and opens them for whoever may use the key", async () => {
    const { ETag, SSEKMSKeyId } = await root.send(put("sealed", "secret", { Body }));
    const found = await root.send(
      new GetObjectCommand({ Bucket: "sealed", Key: "secret", Range: "bytes=23-" }),
    );
    const folder = join(cloud.dataDir, "s3", "contents");
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    const stored = await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), "utf8")));

    expect(await found.Body!.transformToString()).toBe("in the file");
    expect(SSEKMSKeyId).toContain(cloud.cloud.outputs.Storage!.Key);
    expect(found).toMatchObject({ ServerSideEncryption: "aws:kms", ETag });
    expect(stored.some((text) => text.includes("nobody"))).toBe(false);
    const { ServerSideEncryptionConfiguration } = await root.send(
      new GetBucketEncryptionCommand({ Bucket: "sealed" }),
    );
    expect(ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toMatchObject({
      SSEAlgorithm: "aws:kms",
    });
  });

  it("asks for the key's permissions too", async () => {
    const unsealed = await as("Unsealed");

    expect(await refusal(unsealed.send(put("sealed", "mine")))).toMatchObject({
      ...denied,
      message: expect.stringContaining("kms:GenerateDataKey"),
    });
    expect(
      await refusal(unsealed.send(new GetObjectCommand({ Bucket: "sealed", Key: "secret" }))),
    ).toMatchObject({ ...denied, message: expect.stringContaining("kms:Decrypt") });
  });

  it("can't be read or written while the key is disabled", async () => {
    const kms = new KMSClient(cloud.client);
    const KeyId = cloud.cloud.outputs.Storage!.Key!;
    await kms.send(new DisableKeyCommand({ KeyId }));
    const disabled = { name: "KMS.DisabledException", status: 400 };

    expect(await refusal(root.send(put("sealed", "more")))).toMatchObject(disabled);
    expect(await refusal(root.send(new GetObjectCommand({ Bucket: "sealed", Key: "secret" })))).toMatchObject(
      disabled,
    );
    expect(
      await refusal(root.send(new HeadObjectCommand({ Bucket: "sealed", Key: "secret" }))),
    ).toMatchObject({
      status: 400,
    });
    await kms.send(new EnableKeyCommand({ KeyId }));
    await root.send(new GetObjectCommand({ Bucket: "sealed", Key: "secret" }));
  });
});
