import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import * as sdk from "@aws-sdk/client-backup";
import {
  BackupClient,
  DescribeBackupJobCommand,
  type DescribeBackupJobCommandOutput,
  DescribeRestoreJobCommand,
  type DescribeRestoreJobCommandOutput,
  StartBackupJobCommand,
  type StartBackupJobCommandInput,
  StartRestoreJobCommand,
} from "@aws-sdk/client-backup";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  paginateScan,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { nextRun } from "@holdfast/backup-policy/schedule";
import dynalite from "dynalite";
import { type CloudClock, createClock } from "../../clock.ts";
import { AwsError } from "../../errors.ts";
import { noFaults } from "../../faults/faults.ts";
import type { CloudEvent, Principal } from "../../service.ts";
import { connectEngine, type Engine } from "../dynamodb/engine.ts";
import { createTables, type Tables } from "../dynamodb/tables.ts";
import { createKms, type Kms } from "../kms/kms.ts";
import { place, type Served, serve } from "../kms/testing.ts";
import { type Backup, createBackup } from "./backup.ts";
import type { BackupDeps } from "./deps.ts";
import type { Notification } from "./notifications.ts";
import { deviations } from "./testingModel.ts";

export { place };
export type Item = Record<string, AttributeValue>;
export const vaultName = "holdfast";
export const backupRole = "arn:aws:iam::123456789012:role/backup";
export const restoreRole = "arn:aws:iam::123456789012:role/restore";

export interface Authorization {
  principal: string;
  action: string;
  resource: string;
  context?: Record<string, string | string[]>;
}

/** AWS Backup with a real DynamoDB engine and KMS around it, reached through the real SDK. */
export interface World {
  dataDir: string;
  dynamodb: DynamoDBClient;
  /** How AWS Backup reaches the engine when it moves items. */
  engineSend: Engine["send"];
  tables: Tables;
  kms: Kms;
  /** What is drawn next: from 0 up to 1. */
  random: number;
  backup: Backup;
  client: BackupClient;
  events: CloudEvent[];
  notified: (Notification & { topicArn: string })[];
  logged: string[];
  authorizations: Authorization[];
  /** Throws to deny. */
  rule: (asked: Authorization) => void;
  /** The machine's time. The clock shows it, and runs ahead of it once it is advanced. */
  now: Date;
  clock: CloudClock;
  /** Ends without warning, as `kill -9` does, and starts again on what lies on disk. */
  crash(): Promise<void>;
  /** Makes AWS Backup anew on the same folder, around other dependencies. */
  restart(deps?: Partial<BackupDeps>): Promise<void>;
  close(): Promise<void>;
}

export async function createWorld(): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), "backup-"));
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const engine = await connectEngine(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    place.region,
  );
  const dynamodb = engine.client;
  const settings = { value: {}, save() {} };
  const tables = createTables(engine, settings, place, {
    now: () => world.now,
  });
  let served: Served | undefined;
  const world = {
    dataDir,
    dynamodb,
    tables,
    events: [],
    notified: [],
    logged: [],
    authorizations: [],
  } as unknown as World;
  world.engineSend = engine.send;
  world.rule = () => {};
  world.now = new Date();
  world.random = 0;
  const authorize: BackupDeps["authorize"] = (principal, action, resource, context) => {
    const asked = { principal: principal.arn, action, resource, context };
    world.authorizations.push(asked);
    world.rule(asked);
  };
  const clockFile = { value: { aheadMs: 0 }, save() {} };
  let ids = 0;

  async function boot(deps?: Partial<BackupDeps>): Promise<void> {
    await served?.close();
    world.client?.destroy();
    world.clock?.stop();
    const clock = createClock(clockFile, () => world.now.getTime());
    world.clock = clock;
    world.kms = createKms({ dataDir, place, clock, authorize, faults: noFaults });
    world.backup = createBackup({
      dataDir,
      place,
      clock,
      randomUUID: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, "0")}`,
      random: () => world.random,
      dynamodb,
      engine: { send: (operation, body) => world.engineSend(operation, body) },
      tables,
      kms: world.kms,
      authorize,
      principalOfRole,
      notify: (topicArn, notification) => world.notified.push({ topicArn, ...notification }),
      emit: (event) => world.events.push(event),
      faults: noFaults,
      nextRun,
      log: (message) => world.logged.push(message),
      ...deps,
    });
    served = await serve(world.backup.service);
    world.client = strict(new BackupClient(served.connection));
    await makeVault(world);
    await world.backup.start();
  }
  world.restart = async (deps) => {
    await world.backup.stop();
    await boot(deps);
  };
  world.crash = boot;
  world.close = async () => {
    await world.backup.stop();
    world.clock.stop();
    await served?.close();
    world.client.destroy();
    dynamodb.destroy();
    await engine.stop();
    await new Promise((resolve) => server.close(resolve));
    await rm(dataDir, { recursive: true });
  };
  await boot();
  world.events.length = 0;
  return world;
}

/** Any command of the SDK by its operation's name. */
export function call(
  { client }: World,
  name: string,
  input: Record<string, unknown> = {},
): Promise<Record<string, any>> {
  const Command = (sdk as unknown as Record<string, new (input: object) => never>)[`${name}Command`]!;
  return client.send(new Command(input));
}

/** Refuses answers that aren't as AWS's API model has them: the SDK itself leaves out what it doesn't know. */
function strict(client: BackupClient): BackupClient {
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (call) => {
        const result = await next(call);
        const response = result.response as { statusCode: number; body: AsyncIterable<Buffer> | Buffer };
        const chunks: Buffer[] = [];
        for await (const chunk of response.body as AsyncIterable<Buffer>) chunks.push(chunk);
        response.body = Buffer.concat(chunks);
        if (response.statusCode < 300 && response.body.length > 0) {
          const name = commandName.replace(/Command$/, "");
          const found = deviations(name, JSON.parse(response.body.toString()));
          if (found.length > 0) throw new Error(`Not as in AWS's API model: ${found.join("; ")}`);
        }
        return result;
      },
    { step: "deserialize", priority: "low" },
  );
  return client;
}

function principalOfRole(roleArn: string): Principal {
  if (!roleArn.endsWith("/backup") && !roleArn.endsWith("/restore")) {
    throw new AwsError("AccessDenied", `${roleArn} doesn't trust backup.amazonaws.com`);
  }
  return { arn: roleArn, accountId: place.accountId, roleArn };
}

const resource = (type: string, logicalId: string, properties: Record<string, unknown>) => ({
  stackName: "test-Backup",
  logicalId,
  type,
  physicalId: "unused",
  properties,
});

/** A customer's key: one for each logical id. Gives its ARN. */
export async function makeKey({ kms }: World, properties = {}, logicalId = "TableKey"): Promise<string> {
  const key = await kms.resources["AWS::KMS::Key"]!(resource("AWS::KMS::Key", logicalId, properties));
  return key.attributes!.Arn as string;
}

export async function makeVault(world: World, properties: Record<string, unknown> = {}) {
  const { backup } = world;
  const EncryptionKeyArn = await makeKey(world, {}, "VaultKey");
  return backup.resources["AWS::Backup::BackupVault"]!(
    resource("AWS::Backup::BackupVault", "Vault", {
      BackupVaultName: vaultName,
      EncryptionKeyArn,
      ...properties,
    }),
  );
}

export const makePlan = ({ backup }: World, rules: Record<string, unknown>[], properties = {}) =>
  backup.resources["AWS::Backup::BackupPlan"]!(
    resource("AWS::Backup::BackupPlan", "Plan", {
      BackupPlan: {
        BackupPlanName: "holdfast",
        BackupPlanRule: rules.map((rule) => ({ TargetBackupVault: vaultName, ...rule })),
      },
      ...properties,
    }),
  );

export const makeSelection = ({ backup }: World, BackupPlanId: string, selection: Record<string, unknown>) =>
  backup.resources["AWS::Backup::BackupSelection"]!(
    resource("AWS::Backup::BackupSelection", "Selection", {
      BackupPlanId,
      BackupSelection: {
        SelectionName: "tagged",
        IamRoleArn: backupRole,
        ...(selection.ListOfTags ? {} : { Resources: ["*"] }),
        ...selection,
      },
    }),
  );

/** Tests the newest recovery point of the last 30 days, each day at 05:00, at once. */
export const testingPlanOf = (more: Record<string, unknown> = {}) => ({
  RestoreTestingPlanName: "weekly",
  ScheduleExpression: "cron(0 5 ? * * *)",
  StartWindowHours: 1,
  RecoveryPointSelection: {
    Algorithm: "LATEST_WITHIN_WINDOW",
    RecoveryPointTypes: ["SNAPSHOT"],
    IncludeVaults: ["*"],
  },
  ...more,
});

export const makeTestingPlan = (world: World, more: Record<string, unknown> = {}) =>
  call(world, "CreateRestoreTestingPlan", { RestoreTestingPlan: testingPlanOf(more) });

export const testingSelectionOf = (more: Record<string, unknown> = {}) => ({
  RestoreTestingSelectionName: "tables",
  ProtectedResourceType: "DynamoDB",
  IamRoleArn: restoreRole,
  ...(more.ProtectedResourceConditions ? {} : { ProtectedResourceArns: ["*"] }),
  ...more,
});

export const makeTestingSelection = (
  world: World,
  more: Record<string, unknown> = {},
  RestoreTestingPlanName = "weekly",
) =>
  call(world, "CreateRestoreTestingSelection", {
    RestoreTestingPlanName,
    RestoreTestingSelection: testingSelectionOf(more),
  });

/** A table with a partition key `id`, and these items in it. */
export async function makeTable(
  { dynamodb, tables }: World,
  name: string,
  items: Item[] = [],
  { tags, ...definition }: Partial<CreateTableCommandInput> & { tags?: Record<string, string> } = {},
): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
      ...definition,
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 20, minDelay: 0.02 }, { TableName: name });
  tables.saveSettings(name, { tags });
  const requests = items.map((Item) => ({ PutRequest: { Item } }));
  while (requests.length > 0) {
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests.splice(0, 25) } }));
  }
}

export async function scanAll({ dynamodb }: World, name: string): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName: name })) {
    for (const item of Items) found.set(item.id!.S!, item);
  }
  return found;
}

export const startBackup = (
  { client, tables }: World,
  table: string,
  more: Partial<StartBackupJobCommandInput> = {},
) =>
  client.send(
    new StartBackupJobCommand({
      BackupVaultName: vaultName,
      ResourceArn: tables.arn(table),
      IamRoleArn: backupRole,
      ...more,
    }),
  );

export async function backUp(
  world: World,
  table: string,
  more: Partial<StartBackupJobCommandInput> = {},
): Promise<DescribeBackupJobCommandOutput> {
  const { BackupJobId } = await startBackup(world, table, more);
  return backupOver(world, BackupJobId!);
}

export const startRestore = ({ client }: World, RecoveryPointArn: string, targetTableName: string) =>
  client.send(
    new StartRestoreJobCommand({
      RecoveryPointArn,
      IamRoleArn: restoreRole,
      ResourceType: "DynamoDB",
      Metadata: { targetTableName, encryptionType: "Default" },
    }),
  );

export async function restore(
  world: World,
  recoveryPointArn: string,
  targetTableName: string,
): Promise<DescribeRestoreJobCommandOutput> {
  const { RestoreJobId } = await startRestore(world, recoveryPointArn, targetTableName);
  return restoreOver(world, RestoreJobId!);
}

export async function backupOver(
  { client }: World,
  BackupJobId: string,
): Promise<DescribeBackupJobCommandOutput> {
  for (;;) {
    const job = await client.send(new DescribeBackupJobCommand({ BackupJobId }));
    if (job.CompletionDate) return job;
    await delay(5);
  }
}

export async function restoreOver(
  { client }: World,
  RestoreJobId: string,
): Promise<DescribeRestoreJobCommandOutput> {
  for (;;) {
    const job = await client.send(new DescribeRestoreJobCommand({ RestoreJobId }));
    if (job.CompletionDate) return job;
    await delay(5);
  }
}

export const vaultArnOf = (name: string) => `arn:aws:backup:us-east-1:123456789012:backup-vault:${name}`;

/** Copies a recovery point of the world's vault into another one, and waits until that is over. */
export async function copy(
  world: World,
  RecoveryPointArn: string,
  destination: string,
  more: Record<string, unknown> = {},
): Promise<sdk.CopyJob> {
  const { CopyJobId } = await call(world, "StartCopyJob", {
    RecoveryPointArn,
    SourceBackupVaultName: vaultName,
    DestinationBackupVaultArn: vaultArnOf(destination),
    IamRoleArn: backupRole,
    ...more,
  });
  return copyOver(world, CopyJobId);
}

export async function copyOver(world: World, CopyJobId: string): Promise<sdk.CopyJob> {
  for (;;) {
    const { CopyJob } = await call(world, "DescribeCopyJob", { CopyJobId });
    if (CopyJob.CompletionDate) return CopyJob;
    await delay(5);
  }
}

/** Holds all calls of one DynamoDB operation by AWS Backup back until they are let go. */
export function hold(world: World, operation: string): { held: Promise<void>; letGo: () => void } {
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const wait = async (called: string) => {
    if (called !== operation) return;
    arrived.resolve();
    await gate.promise;
  };
  const { engineSend } = world;
  world.engineSend = async (called, body) => {
    await wait(called);
    return engineSend(called, body);
  };
  world.dynamodb.middlewareStack.add(
    (next, context) => async (call) => {
      await wait(String(context.commandName).replace(/Command$/, ""));
      return next(call);
    },
    { step: "initialize" },
  );
  return { held: arrived.promise, letGo: gate.resolve };
}

/** Items of about 300 bytes with every kind of value. */
export const someItems = (count: number): Item[] =>
  Array.from({ length: count }, (_, number) => ({
    id: { S: `item-${number}` },
    number: { N: `${number}.5` },
    bytes: { B: new Uint8Array([number % 256, 0, 255]) },
    names: { SS: ["Cyclops", "Ogre"] },
    numbers: { NS: ["1", "2"] },
    blobs: { BS: [new Uint8Array([1, number % 256]), new Uint8Array([2])] },
    yes: { BOOL: true },
    nothing: { NULL: true },
    list: { L: [{ S: "a\nb" }, { B: new Uint8Array([7]) }] },
    map: { M: { inner: { M: { B: { B: new Uint8Array([9]) } } }, text: { S: "ünïcödé \ud83d\ude80" } } },
  }));

/** Items of about 20 kB: a few hundred fill more chunks than a snapshot has segments. */
export const largeItems = (count: number): Item[] =>
  Array.from({ length: count }, (_, number) => ({
    id: { S: `item-${number}` },
    text: { S: `${number} `.repeat(5_000).slice(0, 20_000) },
  }));
