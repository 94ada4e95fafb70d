import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BackupClient,
  DescribeBackupJobCommand,
  DescribeRestoreJobCommand,
  StartBackupJobCommand,
  StartRestoreJobCommand,
} from "@aws-sdk/client-backup";
import { type AttributeValue, DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DecryptCommand, DescribeKeyCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { role, startTestCloud, type TestCloud } from "../testing.ts";
import type { FaultKind } from "./kinds.ts";

// Appends what it was sent, and says so once it is done.
const code = `
import { appendFileSync } from "node:fs";
export const note = async (event) => {
  const line = event.Records
    ? event.Records.map(({ dynamodb }) => "batch " + dynamodb.Keys.id.S).join(", ")
    : event["detail-type"] ? "event " + event.detail.state : "call " + event.name;
  appendFileSync(process.env.SEEN, line + "\\n");
  await new Promise((resolve) => setTimeout(resolve, event.waitMs ?? 0));
  appendFileSync(process.env.SEEN, "did " + line + "\\n");
  return line;
};`;

const table = (TableName: string, properties = {}) => ({
  Type: "AWS::DynamoDB::Table",
  Properties: {
    TableName,
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    BillingMode: "PAY_PER_REQUEST",
    ...properties,
  },
});
const roleArn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const anything = { Effect: "Allow", Action: "*", Resource: "*" };

const template = (seen: string) => ({
  Resources: {
    Notes: table("Notes"),
    Watched: table("Watched", { StreamSpecification: { StreamViewType: "KEYS_ONLY" } }),
    Key: { Type: "AWS::KMS::Key", Properties: {} },
    Alias: {
      Type: "AWS::KMS::Alias",
      Properties: { AliasName: "alias/vault", TargetKeyId: { Ref: "Key" } },
    },
    Vault: {
      Type: "AWS::Backup::BackupVault",
      Properties: { BackupVaultName: "vault", EncryptionKeyArn: roleArn("Key") },
    },
    BackupRole: role("backup.amazonaws.com", [anything]),
    Role: role("lambda.amazonaws.com", [anything]),
    Note: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: "note",
        Runtime: "nodejs24.x",
        Handler: "index.note",
        Role: roleArn("Role"),
        Timeout: 20,
        Environment: { Variables: { SEEN: seen } },
        Code: { S3Bucket: "assets", S3Key: "code.zip" },
      },
    },
    Source: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        EventSourceArn: { "Fn::GetAtt": ["Watched", "StreamArn"] },
        FunctionName: { Ref: "Note" },
        // What comes while a batch is worked on would be the next one together.
        BatchSize: 1,
      },
    },
    Rule: {
      Type: "AWS::Events::Rule",
      Properties: {
        EventPattern: { source: ["aws.backup"], detail: { state: ["COMPLETED"] } },
        Targets: [{ Id: "1", Arn: roleArn("Note") }],
      },
    },
    MachineRole: role("states.amazonaws.com", [anything]),
    Machine: {
      Type: "AWS::StepFunctions::StateMachine",
      Properties: {
        RoleArn: roleArn("MachineRole"),
        Definition: {
          StartAt: "Note",
          States: {
            Note: {
              Type: "Task",
              Resource: roleArn("Note"),
              Retry: [
                {
                  ErrorEquals: ["Lambda.TooManyRequestsException"],
                  IntervalSeconds: 1,
                  BackoffRate: 1,
                  MaxAttempts: 2,
                },
              ],
              End: true,
            },
          },
        },
      },
    },
    Permission: {
      Type: "AWS::Lambda::Permission",
      Properties: {
        FunctionName: { Ref: "Note" },
        Action: "lambda:InvokeFunction",
        Principal: "events.amazonaws.com",
      },
    },
  },
  Outputs: {
    Role: { Value: roleArn("BackupRole") },
    Key: { Value: roleArn("Key") },
    Machine: { Value: { Ref: "Machine" } },
  },
});

let folder: string;
let it: TestCloud;
let dynamodb: DynamoDBClient;
let backup: BackupClient;
let lambda: LambdaClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-faults-"));
  it = await startTestCloud({ Notes: template(join(folder, "seen")) }, { code: { "index.mjs": code } });
  [dynamodb, backup, lambda] = [
    new DynamoDBClient(it.client),
    new BackupClient(it.client),
    new LambdaClient(it.client),
  ];
});
afterAll(async () => {
  await it.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  it.cloud.faults.clear();
  await rm(join(folder, "seen"), { force: true });
});

const add = (kind: FaultKind, more: object = {}) => it.cloud.faults.add({ kind, ...more });

/** What the function noted, once it is so many lines and nothing more comes. */
async function seen(lines: number): Promise<string[]> {
  let noted: string[] = [];
  await vi.waitFor(
    async () => {
      noted = (await readFile(join(folder, "seen"), "utf8")).trim().split("\n");
      expect(noted.length).toBeGreaterThanOrEqual(lines * 2);
    },
    { timeout: 15_000 },
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  noted = (await readFile(join(folder, "seen"), "utf8")).trim().split("\n");
  return noted.filter((line) => !line.startsWith("did "));
}

const put = (TableName: string, id: string, more: Record<string, AttributeValue> = {}) =>
  dynamodb.send(new PutItemCommand({ TableName, Item: { id: { S: id }, ...more } }));
const watch = async (prefix: string) => {
  for (const letter of ["a", "b", "c"]) await put("Watched", `${prefix}-${letter}`);
};

test("loses, doubles and swaps the batches of a stream", async () => {
  add("lose", { service: "dynamodbstreams", count: 1, resource: "Watched" });
  await watch("lost");
  expect(await seen(2)).toEqual(["batch lost-b", "batch lost-c"]);
  await rm(join(folder, "seen"));
  add("double", { service: "dynamodbstreams", count: 1 });
  await watch("twice");
  expect(await seen(4)).toEqual(["batch twice-a", "batch twice-a", "batch twice-b", "batch twice-c"]);
  await rm(join(folder, "seen"));
  add("reorder", { service: "dynamodbstreams", count: 1 });
  await watch("late");
  expect(await seen(3)).toEqual(["batch late-b", "batch late-a", "batch late-c"]);
});

test("keeps no batch back for ever, though no other follows", async () => {
  add("reorder", { service: "dynamodbstreams" });
  await put("Watched", "alone");
  expect(await seen(1)).toEqual(["batch alone"]);
});

const call = (name: string, more: object = {}) =>
  new InvokeCommand({
    FunctionName: "note",
    InvocationType: "Event",
    Payload: Buffer.from(JSON.stringify({ name, ...more })),
  });

test("loses, doubles and swaps asynchronous invocations", async () => {
  add("lose", { service: "lambda", count: 1 });
  for (const name of ["lost", "kept"]) await lambda.send(call(name));
  expect(await seen(1)).toEqual(["call kept"]);
  await rm(join(folder, "seen"));
  it.cloud.faults.clear();
  add("double", { service: "lambda", resource: "note", count: 1 });
  await lambda.send(call("twice"));
  expect(await seen(2)).toEqual(["call twice", "call twice"]);
  await rm(join(folder, "seen"));
  add("reorder", { service: "lambda", count: 1 });
  await lambda.send(call("first"));
  await lambda.send(call("second"));
  expect((await seen(2)).sort()).toEqual(["call first", "call second"]);
});

async function backUp(): Promise<{ State?: string; StatusMessage?: string; RecoveryPointArn?: string }> {
  const { BackupJobId } = await backup.send(
    new StartBackupJobCommand({
      BackupVaultName: "vault",
      IamRoleArn: it.cloud.outputs.Notes!.Role!,
      ResourceArn: "arn:aws:dynamodb:us-east-1:123456789012:table/Notes",
    }),
  );
  return vi.waitFor(
    async () => {
      const job = await backup.send(new DescribeBackupJobCommand({ BackupJobId }));
      expect(["COMPLETED", "FAILED"]).toContain(job.State);
      return job;
    },
    { timeout: 10_000 },
  );
}

async function restore(RecoveryPointArn: string, targetTableName: string) {
  const { RestoreJobId } = await backup.send(
    new StartRestoreJobCommand({
      RecoveryPointArn,
      IamRoleArn: it.cloud.outputs.Notes!.Role!,
      Metadata: { targetTableName, encryptionType: "Default" },
    }),
  );
  return vi.waitFor(
    async () => {
      const job = await backup.send(new DescribeRestoreJobCommand({ RestoreJobId }));
      expect(["COMPLETED", "FAILED"]).toContain(job.Status);
      return job;
    },
    { timeout: 10_000 },
  );
}

test("loses and doubles the events of backup jobs", async () => {
  const events = { service: "events", operation: "Backup Job*" };
  add("lose", { ...events, count: 1 });
  await backUp();
  await backUp();
  expect(await seen(1)).toEqual(["event COMPLETED"]);
  await rm(join(folder, "seen"));
  add("double", { ...events, count: 1 });
  await backUp();
  expect(await seen(2)).toEqual(["event COMPLETED", "event COMPLETED"]);
});

test("fails backup and restore jobs, and leaves no point and no table", async () => {
  add("fail-job", { operation: "StartBackupJob", resource: "Notes", count: 1 });
  expect(await backUp()).toMatchObject({
    State: "FAILED",
    StatusMessage: expect.stringContaining("fault f"),
  });
  const point = await backUp();
  expect(point.State).toBe("COMPLETED");
  add("fail-job", { operation: "StartRestoreJob", count: 1 });
  expect(await restore(point.RecoveryPointArn!, "Failed")).toMatchObject({
    Status: "FAILED",
    StatusMessage: expect.stringContaining("fault f"),
  });
  await expect(dynamodb.send(new ScanCommand({ TableName: "Failed" }))).rejects.toThrow("not found");
  expect(await restore(point.RecoveryPointArn!, "Restored")).toMatchObject({ Status: "COMPLETED" });
});

/** What a restore made of five items, by id. */
async function restored(target: string): Promise<Record<string, Record<string, AttributeValue>>> {
  for (const id of ["1", "2", "3", "4", "5"]) await put("Notes", id, { text: { S: `text ${id}` } });
  const point = await backUp();
  expect(await restore(point.RecoveryPointArn!, target)).toMatchObject({ Status: "COMPLETED" });
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: target }));
  return Object.fromEntries(Items.map((item) => [item.id!.S!, item]));
}

test("drops, alters and adds items on a restore that says it is complete", async () => {
  add("drop-items", { resource: "Notes", count: 2 });
  expect(Object.keys(await restored("Dropped"))).toHaveLength(3);
  add("alter-items", { count: 1 });
  const texts = Object.values(await restored("Altered")).map(({ id, text }) => text!.S === `text ${id!.S}`);
  expect(texts.filter((isRight) => !isRight)).toHaveLength(1);
  add("add-items", { count: 1 });
  const ids = Object.keys(await restored("Added"));
  expect(ids).toHaveLength(6);
  expect(ids.filter((id) => id.endsWith("(fault)"))).toHaveLength(1);
  add("drop-items", { resource: "Watched" });
  expect(Object.keys(await restored("Untouched"))).toHaveLength(5);
});

test("alters the same items for the same seed", async () => {
  const struck = async (target: string) => {
    add("drop-items", { rate: 0.5, seed: 5 });
    const ids = Object.keys(await restored(target)).sort();
    it.cloud.faults.clear();
    return ids;
  };
  const first = await struck("Once");
  expect(await struck("Again")).toEqual(first);
  expect(first.length).toBeLessThan(5);
});

test("disables a key by its alias for everybody, AWS Backup too", async () => {
  const kms = new KMSClient(it.client);
  const Plaintext = Buffer.from("secret");
  const { CiphertextBlob } = await kms.send(new EncryptCommand({ KeyId: "alias/vault", Plaintext }));
  add("disable-key", { operation: "Decrypt", resource: "alias/vault", count: 1 });
  await kms.send(new EncryptCommand({ KeyId: "alias/vault", Plaintext }));
  await expect(kms.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject({
    name: "DisabledException",
  });
  expect((await kms.send(new DecryptCommand({ CiphertextBlob }))).Plaintext).toBeDefined();
  const state = async () =>
    (await kms.send(new DescribeKeyCommand({ KeyId: "alias/vault" }))).KeyMetadata!.KeyState;
  expect(await state()).toBe("Enabled");
  add("disable-key", { resource: it.cloud.outputs.Notes!.Key! });
  expect(await state()).toBe("Disabled");
  expect(await backUp()).toMatchObject({
    State: "FAILED",
    StatusMessage: expect.stringContaining("KMS key is either disabled or pending deletion"),
  });
});

test("throttles a function for what calls it inside of the cloud, too: Step Functions retries, a stream waits", async () => {
  const sfn = new SFNClient(it.client);
  const stateMachineArn = it.cloud.outputs.Notes!.Machine!;
  const run = async () => {
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ name: "machine" }) }),
    );
    return vi.waitFor(
      async () => {
        const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
        expect(execution.status).not.toBe("RUNNING");
        return execution;
      },
      { timeout: 20_000 },
    );
  };
  add("throttle", { service: "lambda", operation: "Invoke", resource: "note", count: 2 });
  expect(await run()).toMatchObject({ status: "SUCCEEDED", output: '"call machine"' });
  expect(await seen(1)).toEqual(["call machine"]);
  it.cloud.faults.clear();
  add("throttle", { service: "lambda", resource: "note" });
  expect(await run()).toMatchObject({ status: "FAILED", error: "Lambda.TooManyRequestsException" });
  it.cloud.faults.clear();
  add("throttle", { service: "lambda", resource: "note", count: 2 });
  await put("Watched", "slow");
  await vi.waitFor(
    async () => {
      await it.cloud.clock.advance(new Date(it.cloud.clock.now().getTime() + 5000));
      expect(await readFile(join(folder, "seen"), "utf8")).toContain("did batch slow");
    },
    { timeout: 30_000, interval: 200 },
  );
});

const invoke = async (payload: object) => {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: "note", Payload: Buffer.from(JSON.stringify(payload)) }),
  );
  return { FunctionError, ...Object(JSON.parse(Buffer.from(Payload!).toString())) };
};

test("kills a function in the middle of an invocation, once", async () => {
  add("kill-function", { resource: "no*", ms: 400, count: 1 });
  expect(await invoke({ name: "dies", waitMs: 15_000 })).toMatchObject({
    FunctionError: "Unhandled",
    errorType: "Runtime.ExitError",
  });
  expect(await readFile(join(folder, "seen"), "utf8")).toBe("call dies\n");
  expect(await invoke({ name: "lives" })).toMatchObject({ FunctionError: undefined });
});

test("cuts an invocation off as if its time had passed", async () => {
  add("time-out-function", { ms: 100, count: 1 });
  expect(await invoke({ name: "late", waitMs: 15_000 })).toMatchObject({
    errorType: "Sandbox.Timedout",
    errorMessage: expect.stringContaining("Task timed out after 20.00 seconds"),
  });
  expect(await invoke({ name: "lives" })).toMatchObject({ FunctionError: undefined });
});
