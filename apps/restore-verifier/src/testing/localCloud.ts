import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { BackupClient, DescribeBackupJobCommand, StartBackupJobCommand } from "@aws-sdk/client-backup";
import {
  type AttributeValue,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  paginateListTables,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { startLocalCloud } from "@holdfast/local-cloud";
import { keyArnOf } from "@holdfast/local-cloud/testing";
import { RESTORE_PREFIX } from "../settings.ts";

type Item = Record<string, AttributeValue>;

const otherPolicy = join(import.meta.dirname, "otherPolicy.ts");
const synth = join(import.meta.dirname, "../../../../stacks/synth.ts");

interface LocalCloudOptions {
  /** Encrypts the tables with `customerKeyArn`. */
  customerKey?: boolean;
  /** Whether AWS restore testing restores, and not the verifier. */
  isTested?: boolean;
  /** Changes the verifier's template before it is deployed. */
  edit?: (template: string) => string;
}

const ACCOUNT_STACK = "local-holdfast-Account";
export const customerKeyArn = keyArnOf(ACCOUNT_STACK, "Key");

/** The stacks as they would be deployed, running on this machine, called through the real SDKs. */
export async function localCloud({ customerKey = false, isTested = false, edit }: LocalCloudOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-verifier-"));
  const assembly = join(folder, "assembly");
  await synthesize(assembly, { customerKey, isTested });
  const dataDir = join(folder, "data");
  const denials: string[] = [];
  const log = ({ service, message }: { service: string; message: string }) => {
    if (service === "iam" && message.startsWith("denied")) denials.push(message);
  };
  const cloud = await startLocalCloud({
    assembly: edit ? await edited(assembly, edit) : assembly,
    dataDir,
    log,
  });
  const { endpoint, region, credentials, outputs } = cloud;
  const config = { endpoint, region, credentials };
  const [dynamodb, backup, stepFunctions] = [
    new DynamoDBClient(config),
    new BackupClient(config),
    new SFNClient(config),
  ];

  const s3 = new S3Client({ ...config, forcePathStyle: true });

  const models: { model: string; table: string }[] = JSON.parse(outputs.Api!.Tables!);
  const table = (model: string) => models.find((one) => one.model === model)?.table ?? model;
  const stateMachineArn = outputs.Verification!.StateMachineArn!;

  const backUp = async (model: string) => {
    const job = await backup.send(
      new StartBackupJobCommand({
        BackupVaultName: outputs.Backup!.VaultName!,
        IamRoleArn: outputs.Backup!.BackupRoleArn!,
        ResourceArn: `arn:aws:dynamodb:${region}:123456789012:table/${table(model)}`,
      }),
    );
    const describe = () => backup.send(new DescribeBackupJobCommand({ BackupJobId: job.BackupJobId }));
    return until(describe, ({ State }) => !["CREATED", "PENDING", "RUNNING"].includes(State!));
  };

  return {
    config,
    assembly,
    clock: cloud.clock,
    backup,
    stepFunctions,
    stateMachineArn,
    dataDir,
    faults: cloud.faults,
    denials: () => denials,
    table,
    backUp,
    put: (model: string, item: Item) =>
      dynamodb.send(new PutItemCommand({ TableName: table(model), Item: item })),
    remove: (model: string, key: Item) =>
      dynamodb.send(new DeleteItemCommand({ TableName: table(model), Key: key })),
    scan: async (model: string): Promise<Item[]> =>
      (await dynamodb.send(new ScanCommand({ TableName: table(model) }))).Items ?? [],
    tables: () => listTables(dynamodb),
    restored: async () => (await listTables(dynamodb)).filter((name) => name.startsWith(RESTORE_PREFIX)),
    status: async (name: string) =>
      (await dynamodb.send(new DescribeTableCommand({ TableName: name }))).Table?.TableStatus,
    start: async (input: object) =>
      (await stepFunctions.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) })))
        .executionArn!,
    kill: (executionArn: string) => stepFunctions.send(new StopExecutionCommand({ executionArn })),
    /** As `end`, with waits that the clock is advanced over: retries take none of the test's time. */
    hurry: async (executionArn: string) => {
      const advance = () => cloud.clock.advance(new Date(cloud.clock.now().getTime() + 5000));
      const describe = () => stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      const ended = await until(
        () => advance().then(describe),
        (one) => one.status !== "RUNNING",
      );
      return { status: ended.status, ...JSON.parse(ended.output ?? ended.cause ?? "{}") };
    },
    /** How the execution ended, and its summary. */
    end: async (executionArn: string) => {
      const describe = () => stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
      const { status, output, cause } = await until(describe, (one) => one.status !== "RUNNING");
      return { status, ...JSON.parse(output ?? cause ?? "{}") };
    },
    /** Deploys the stacks as they were synthesized, without the edit. */
    deployUnedited: () => cloud.update(assembly),
    describe: async (name: string) =>
      (await dynamodb.send(new DescribeTableCommand({ TableName: table(name) }))).Table!,
    now: () => cloud.clock.now(),
    advanceTo: (date: Date) => cloud.clock.advance(date),
    /** Every entry of the evidence, in order. */
    evidence: async () => {
      const Bucket = outputs.Verification!.EvidenceBucket!;
      const entries: Record<string, unknown>[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket })) {
        for (const { Key } of Contents) {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
          entries.push(JSON.parse(await Body!.transformToString()));
        }
      }
      return entries;
    },
    stop: async () => {
      await cloud.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function edited(assembly: string, edit: (template: string) => string): Promise<string> {
  const copy = `${assembly}-edited`;
  await cp(assembly, copy, { recursive: true });
  const template = join(copy, "local-holdfast-Verification.template.json");
  await writeFile(template, edit(await readFile(template, "utf8")));
  return copy;
}

/** The stacks, and before them what an account may have already: a key of its own, which tables are encrypted with. */
async function synthesize(
  out: string,
  { customerKey, isTested }: { customerKey: boolean; isTested: boolean },
): Promise<void> {
  const options = isTested ? ["--import", otherPolicy] : [];
  await promisify(execFile)(process.execPath, [...options, synth, "--stage", "local", "--out", out], {
    env: { ...process.env, ...(customerKey && { TABLE_KEY_ARN: customerKeyArn }) },
  });
  if (!customerKey) return;
  const [stackName, templateFile] = [ACCOUNT_STACK, "Account.template.json"];
  const template = { Resources: { Key: { Type: "AWS::KMS::Key", Properties: {} } } };
  await writeFile(join(out, templateFile), JSON.stringify(template));
  const manifest = JSON.parse(await readFile(join(out, "manifest.json"), "utf8"));
  const account = { type: "aws:cloudformation:stack", properties: { templateFile, stackName } };
  manifest.artifacts = { [stackName]: account, ...manifest.artifacts };
  await writeFile(join(out, "manifest.json"), JSON.stringify(manifest));
}

/** Asks again and again until it is so. The test's own time limit ends what never becomes so. */
export async function until<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function listTables(client: DynamoDBClient): Promise<string[]> {
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  return names;
}
