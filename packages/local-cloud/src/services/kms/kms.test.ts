import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "../../errors.ts";
import { noFaults } from "../../faults/faults.ts";
import type { Authorize } from "../../service.ts";
import { createKms, type Kms } from "./kms.ts";
import { place, type Served, serve } from "./testing.ts";

const policy = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" },
  ],
};
const context = { table: "Category" };

let dataDir: string;
let kms: Kms;
let served: Served;
let client: KMSClient;
let keyId: string;
let calls: { action: string; resource: string; context?: object }[];
let denied: string[];

const authorize: Authorize = (_, action, resource, context) => {
  calls.push({ action, resource, context });
  if (denied.includes(action))
    throw new AwsError("AccessDeniedException", `not authorized to perform: ${action}`);
};

const start = () =>
  createKms({ dataDir, place, clock: { now: () => new Date() }, authorize, faults: noFaults });

const key = (properties: Record<string, unknown> = {}) => ({
  logicalId: "Key",
  stackName: "test-Backup",
  type: "AWS::KMS::Key",
  physicalId: "unused",
  properties: {
    KeyPolicy: policy,
    EnableKeyRotation: true,
    Tags: [{ Key: "team", Value: "ops" }],
    ...properties,
  },
});

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "kms-"));
  calls = [];
  denied = [];
  kms = start();
  keyId = (await kms.resources["AWS::KMS::Key"]!(key())).ref;
  served = await serve(kms.service);
  client = new KMSClient(served.connection);
});

afterEach(async () => {
  client.destroy();
  await served.close();
  await rm(dataDir, { recursive: true });
});

describe("keys", () => {
  it("describes a key by id, ARN and alias", async () => {
    const { attributes } = await kms.resources["AWS::KMS::Key"]!(key());
    const alias = {
      ...key(),
      type: "AWS::KMS::Alias",
      properties: { AliasName: "alias/vault", TargetKeyId: keyId },
    };
    expect(await kms.resources["AWS::KMS::Alias"]!(alias)).toEqual({ ref: "alias/vault" });
    for (const KeyId of [
      keyId,
      attributes!.Arn!,
      "alias/vault",
      `arn:aws:kms:us-east-1:123456789012:alias/vault`,
    ]) {
      const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
      expect(KeyMetadata).toMatchObject({
        KeyId: keyId,
        Arn: attributes!.Arn,
        KeyState: "Enabled",
        KeyManager: "CUSTOMER",
      });
    }
    const { Aliases } = await client.send(new ListAliasesCommand({ KeyId: keyId }));
    expect(Aliases).toMatchObject([{ AliasName: "alias/vault", TargetKeyId: keyId }]);
  });

  it("gives rotation, policy and tags of the template", async () => {
    const rotation = await client.send(new GetKeyRotationStatusCommand({ KeyId: keyId }));
    expect(rotation).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 365 });
    const given = await client.send(new GetKeyPolicyCommand({ KeyId: keyId }));
    expect(JSON.parse(given.Policy!)).toEqual(policy);
    expect(kms.resourcePolicy(kms.keyArn(keyId))).toBe(given.Policy);
    const { Tags } = await client.send(new ListResourceTagsCommand({ KeyId: keyId }));
    expect(Tags).toEqual([{ TagKey: "team", TagValue: "ops" }]);
  });

  it("lists keys page by page", async () => {
    kms.keyArn("alias/aws/backup");
    const first = await client.send(new ListKeysCommand({ Limit: 1 }));
    expect(first.Truncated).toBe(true);
    const second = await client.send(new ListKeysCommand({ Limit: 1, Marker: first.NextMarker }));
    expect(second.Truncated).toBe(false);
    expect(new Set([...first.Keys!, ...second.Keys!].map(({ KeyArn }) => KeyArn))).toEqual(
      new Set([kms.keyArn(keyId), kms.keyArn("alias/aws/backup")]),
    );
  });

  it("makes a service's own key when it is first used", async () => {
    const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: "alias/aws/backup" }));
    expect(KeyMetadata).toMatchObject({ KeyManager: "AWS", KeyState: "Enabled" });
  });

  it("names a key that doesn't exist", async () => {
    const missing = client.send(new DescribeKeyCommand({ KeyId: "11111111-2222-4333-8444-555555555555" }));
    await expect(missing).rejects.toMatchObject({
      name: "NotFoundException",
      message:
        "Key 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555' does not exist",
    });
    await expect(client.send(new DescribeKeyCommand({ KeyId: "alias/none" }))).rejects.toMatchObject({
      name: "NotFoundException",
      message: "Alias arn:aws:kms:us-east-1:123456789012:alias/none is not found.",
    });
  });

  it("keeps a key disabled by API until its template changes", async () => {
    await client.send(new DisableKeyCommand({ KeyId: keyId }));
    await kms.resources["AWS::KMS::Key"]!(key());
    expect((await client.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata!.KeyState).toBe(
      "Disabled",
    );
    await kms.resources["AWS::KMS::Key"]!(key({ Description: "changed" }));
    expect((await client.send(new DescribeKeyCommand({ KeyId: keyId }))).KeyMetadata).toMatchObject({
      KeyState: "Enabled",
      Description: "changed",
    });
  });

  it("refuses a key type it doesn't have", async () => {
    const made = kms.resources["AWS::KMS::Key"]!(key({ KeySpec: "RSA_2048", KeyUsage: "SIGN_VERIFY" }));
    await expect(made).rejects.toThrow("symmetric keys for encryption only, not RSA_2048 for SIGN_VERIFY");
  });
});

describe("encryption", () => {
  const plaintext = Buffer.from("Minotaur");
  const encrypt = () =>
    client.send(new EncryptCommand({ KeyId: keyId, Plaintext: plaintext, EncryptionContext: context }));

  it("gives back what it encrypted", async () => {
    const { CiphertextBlob } = await encrypt();
    const opened = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context }));
    expect(Buffer.from(opened.Plaintext!)).toEqual(plaintext);
    expect(opened.KeyId).toBe(kms.keyArn(keyId));
  });

  it("gives data keys whose encrypted copy opens to the same bytes", async () => {
    const made = await client.send(
      new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext: context }),
    );
    expect(made.Plaintext).toHaveLength(32);
    expect(kms.decrypt(Buffer.from(made.CiphertextBlob!), context)).toEqual(Buffer.from(made.Plaintext!));
    const wrapped = await client.send(
      new GenerateDataKeyWithoutPlaintextCommand({ KeyId: keyId, NumberOfBytes: 7 }),
    );
    expect(kms.decrypt(Buffer.from(wrapped.CiphertextBlob!), {})).toHaveLength(7);
  });

  it("opens after a restart", async () => {
    const { CiphertextBlob } = await encrypt();
    expect(start().decrypt(Buffer.from(CiphertextBlob!), context)).toEqual(plaintext);
  });

  it("refuses another encryption context", async () => {
    const { CiphertextBlob } = await encrypt();
    const opened = client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { table: "Item" } }));
    await expect(opened).rejects.toMatchObject({ name: "InvalidCiphertextException" });
  });

  it("refuses a ciphertext with any bit changed", async () => {
    const { CiphertextBlob } = await encrypt();
    for (let bit = 0; bit < CiphertextBlob!.length * 8; bit++) {
      const changed = Buffer.from(CiphertextBlob!);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => kms.decrypt(changed, context)).toThrow(AwsError);
    }
  });

  it("refuses a ciphertext of another key than the one named", async () => {
    const { CiphertextBlob } = await encrypt();
    const opened = client.send(
      new DecryptCommand({ CiphertextBlob, KeyId: "alias/aws/backup", EncryptionContext: context }),
    );
    await expect(opened).rejects.toMatchObject({ name: "IncorrectKeyException" });
  });

  it("refuses a disabled key until it is enabled again", async () => {
    const { CiphertextBlob } = await encrypt();
    await client.send(new DisableKeyCommand({ KeyId: keyId }));
    await expect(encrypt()).rejects.toMatchObject({
      name: "DisabledException",
      message: `${kms.keyArn(keyId)} is disabled.`,
    });
    expect(() => kms.decrypt(Buffer.from(CiphertextBlob!), context)).toThrow("is disabled");
    await client.send(new EnableKeyCommand({ KeyId: keyId }));
    expect(kms.decrypt(Buffer.from(CiphertextBlob!), context)).toEqual(plaintext);
  });

  it("asks for either a key spec or a number of bytes", async () => {
    await expect(client.send(new GenerateDataKeyCommand({ KeyId: keyId }))).rejects.toMatchObject({
      name: "ValidationException",
      message: "Please specify either number of bytes or key spec.",
    });
  });
});

describe("the service", () => {
  it("authorizes each call on the key, with its encryption context", async () => {
    await client.send(
      new EncryptCommand({ KeyId: keyId, Plaintext: Buffer.from("x"), EncryptionContext: context }),
    );
    expect(calls).toEqual([
      {
        action: "kms:Encrypt",
        resource: kms.keyArn(keyId),
        context: {
          "kms:CallerAccount": "123456789012",
          "kms:EncryptionContext:table": "Category",
          "kms:EncryptionContextKeys": ["table"],
          "aws:ResourceTag/team": "ops",
        },
      },
    ]);
  });

  it("tells nobody who may not ask that a key isn't there", async () => {
    denied = ["kms:DescribeKey"];
    const prefix = "arn:aws:kms:us-east-1:123456789012:";
    for (const [KeyId, resource] of [
      ["gone", `${prefix}key/gone`],
      ["alias/gone", `${prefix}alias/gone`],
      [`${prefix}key/gone`, `${prefix}key/gone`],
    ]) {
      await expect(client.send(new DescribeKeyCommand({ KeyId }))).rejects.toMatchObject({
        name: "AccessDeniedException",
      });
      expect(calls.at(-1)).toMatchObject({ action: "kms:DescribeKey", resource });
    }
  });

  it("refuses what isn't allowed, in KMS's words", async () => {
    denied = ["kms:Decrypt"];
    const CiphertextBlob = kms.generateDataKey(keyId, {}).ciphertext;
    await expect(client.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: "not authorized to perform: kms:Decrypt",
    });
  });

  it("names an operation it doesn't have", async () => {
    const call = client.send(new ScheduleKeyDeletionCommand({ KeyId: keyId }));
    await expect(call).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: "kms:ScheduleKeyDeletion isn't an operation of the local cloud's KMS.",
    });
  });
});

describe("the files", () => {
  it("are readable by their owner only", async () => {
    const folder = join(dataDir, "kms", "keys");
    for (const name of await readdir(folder))
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it("stop the start when one is damaged, by name", async () => {
    const path = join(dataDir, "kms", "keys", `${keyId}.json`);
    await writeFile(path, (await readFile(path, "utf8")).slice(0, 40));
    expect(start).toThrow(`${path} is damaged`);
  });

  it("are read past what a crash left", async () => {
    await writeFile(join(dataDir, "kms", "keys", `${keyId}.json.half`), "{");
    expect(start().keyArn(keyId)).toBe(kms.keyArn(keyId));
  });
});
