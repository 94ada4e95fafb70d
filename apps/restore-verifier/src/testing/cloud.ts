import type { RestoreJobsListMember } from "@aws-sdk/client-backup";
import { checkNames, keyDigest, keyText } from "@holdfast/restore-check";
import { GraphQlError } from "../graphql.ts";
import { rulesIn } from "../rulesIn.ts";
import type { Services } from "../services.ts";
import { RESTORE_PREFIX } from "../settings.ts";
import { client, refusal } from "./client.ts";
import { memoryStore } from "./store.ts";
import { sent } from "./tokens.ts";

type Item = Record<string, { S: string }>;

/** When all the recovery points of these tests were made. */
export const POINT = new Date("2026-03-01T05:00:00.000Z");
export const NOW = new Date("2026-03-01T06:00:00.000Z");
export const ACCOUNT = "us-east-1:123456789012";

/** An item that was written a day before the recovery point. */
export function beast(id: string, name = "Ogre"): Item {
  const written = { S: "2026-02-28T05:00:00.000Z" };
  return { id: { S: id }, name: { S: name }, createdAt: written, updatedAt: written };
}

interface Point {
  arn: string;
  status: string;
  createdAt: Date;
  items: Item[];
  /** The rule of the policy's plan that made it. */
  rule?: string;
}

/** Items as a page of a scan brings them. */
export const onWire = (items: readonly object[]): Buffer => Buffer.from(JSON.stringify(items));

/**
 * As much of AWS as a run sees, in memory: tables, recovery points, restores, executions, recorded verdicts.
 * Tests change it as they like, before and while a run uses it.
 */
export function cloud() {
  const tables: Record<string, Item[]> = {
    "Category-api": [beast("c-1"), beast("c-2")],
    "Item-api": [beast("i-1"), beast("i-2")],
    Deletions: [],
  };
  const points: Record<string, Point[]> = {
    "Category-api": [
      { arn: "point:category", status: "COMPLETED", createdAt: POINT, items: [beast("c-1"), beast("c-2")] },
    ],
    "Item-api": [
      { arn: "point:item", status: "COMPLETED", createdAt: POINT, items: [beast("i-1"), beast("i-2")] },
    ],
  };
  const restores: Record<
    string,
    { table: string; polls: number; status: string; input: Record<string, unknown> }
  > = {};
  const executions: Record<string, string> = {};
  const rows: Record<string, Record<string, unknown>> = {};
  const lines: Record<string, unknown>[] = [];
  let ids = 0;
  const world = {
    store: memoryStore(),
    evidence: memoryStore(),
    counted: {} as Record<string, number>,
    tags: [{ Key: "holdfast:backup", Value: "on" }],
    advanced: true,
    tableAge: 0,
    lines,
    tables,
    points,
    restores,
    executions,
    rows,
    pollsUntilRestored: 2,
    /** The jobs of restore testing plans. */
    tests: [] as (RestoreJobsListMember & { plan: string; ValidationStatusMessage?: string })[],
    started: [] as { name: string; input: string }[],
    restoreStatus: "COMPLETED",
  };

  const tableOf = (name: string) =>
    tables[name] ??
    refuse("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
  const find = (name: string, key: Item) =>
    tableOf(name).find((item) =>
      Object.entries(key).every(([attribute, value]) => item[attribute]?.S === value.S),
    );

  const dynamodb = client({
    ListTables: () => ({ TableNames: Object.keys(tables) }),
    DescribeTable: ({ TableName }) => {
      tableOf(TableName);
      const AttributeDefinitions = [{ AttributeName: "id", AttributeType: "S" }];
      const KeySchema = [{ AttributeName: "id", KeyType: "HASH" }];
      const TableArn = `arn:aws:dynamodb:${ACCOUNT}:table/${TableName}`;
      const CreationDateTime = new Date(NOW.getTime() - world.tableAge * 3_600_000);
      return {
        Table: {
          TableName,
          CreationDateTime,
          TableArn,
          TableStatus: "ACTIVE",
          AttributeDefinitions,
          KeySchema,
        },
      };
    },
    DeleteTable: ({ TableName }) => {
      tableOf(TableName);
      delete tables[TableName];
    },
    BatchGetItem: ({ RequestItems }) => {
      const [[name, { Keys }]] = Object.entries<{ Keys: Item[] }>(RequestItems) as [
        [string, { Keys: Item[] }],
      ];
      return {
        Responses: { [name]: Keys.map((key) => find(name, key)).filter((item) => item !== undefined) },
      };
    },
    BatchWriteItem: ({ RequestItems }) => {
      for (const [name, requests] of Object.entries<{ PutRequest: { Item: Item } }[]>(RequestItems)) {
        tableOf(name).push(...requests.map(({ PutRequest }) => PutRequest.Item));
      }
      return {};
    },
    DescribeTimeToLive: () => ({ TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } }),
    DescribeContinuousBackups: () => ({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "ENABLED" },
      },
    }),
    ListTagsOfResource: ({ ResourceArn }) => {
      tableOf(ResourceArn.split("/").at(-1));
      return { Tags: world.tags };
    },
  });

  const backup = client({
    DescribeRegionSettings: () => ({
      ResourceTypeManagementPreference: { DynamoDB: world.advanced },
      ResourceTypeOptInPreference: { DynamoDB: true },
    }),
    ListRecoveryPointsByBackupVault: ({ ByResourceArn }) => ({
      RecoveryPoints: (points[ByResourceArn.split("/").at(-1)] ?? []).map(
        ({ arn, status, createdAt, rule }) => {
          const CreatedBy = rule ? { BackupPlanId: "plan", BackupRuleName: rule } : undefined;
          return {
            RecoveryPointArn: arn,
            Status: status,
            CreationDate: createdAt,
            IsEncrypted: true,
            CreatedBy,
          };
        },
      ),
    }),
    ListRestoreJobs: ({ ByRestoreTestingPlanArn, ByCreatedAfter, ByCreatedBefore }) => ({
      RestoreJobs: world.tests.filter(
        ({ plan, CreationDate }) =>
          plan === ByRestoreTestingPlanArn &&
          CreationDate! > ByCreatedAfter &&
          CreationDate! < ByCreatedBefore,
      ),
    }),
    DescribeRecoveryPoint: ({ RecoveryPointArn, BackupVaultName }) => {
      const point = Object.values(points)
        .flat()
        .find(({ arn }) => arn === RecoveryPointArn)!;
      const { arn, status, createdAt } = point;
      if (BackupVaultName !== "Vault") refuse("ResourceNotFoundException");
      return { RecoveryPointArn: arn, Status: status, CreationDate: createdAt, IsEncrypted: true };
    },
    PutRestoreValidationResult: ({ RestoreJobId, ...told }) => {
      const job = world.tests.find((one) => one.RestoreJobId === RestoreJobId)!;
      if (job.ValidationStatus) refuse("InvalidRequestException", "It has a validation status already.");
      Object.assign(job, told);
    },
    StartRestoreJob: (input) => {
      const RestoreJobId = `job-${input.IdempotencyToken.slice(0, 8)}`;
      restores[RestoreJobId] ??= {
        table: input.Metadata.targetTableName,
        polls: 0,
        status: "PENDING",
        input,
      };
      return { RestoreJobId };
    },
    DescribeRestoreJob: ({ RestoreJobId }) => {
      const test = world.tests.find((one) => one.RestoreJobId === RestoreJobId);
      if (test) return test;
      const job = restores[RestoreJobId] ?? refuse("ResourceNotFoundException");
      job.polls++;
      if (job.polls < world.pollsUntilRestored) return { Status: "RUNNING" };
      job.status = world.restoreStatus;
      const point = Object.values(points)
        .flat()
        .find(({ arn }) => arn === job.input.RecoveryPointArn)!;
      if (job.status === "COMPLETED") tables[job.table] ??= [...point.items];
      return {
        Status: job.status,
        StatusMessage: `It is ${job.status}.`,
        CreationDate: NOW,
        CompletionDate: new Date(NOW.getTime() + 1500),
      };
    },
  });

  const stepFunctions = client({
    DescribeExecution: ({ executionArn }) => {
      const status = executions[executionArn.split(":").at(-1)];
      return status ? { status } : refuse("ExecutionDoesNotExist");
    },
    StartExecution: ({ name, input }) => {
      if (world.started.some((one) => one.name === name)) refuse("ExecutionAlreadyExists");
      world.started.push({ name, input });
      return {};
    },
    SendTaskSuccess: ({ taskToken, output }) => {
      if (sent.has(taskToken)) refuse("TaskTimedOut");
      sent.set(taskToken, output);
      return {};
    },
  });

  // biome-ignore lint/suspicious/noExplicitAny: it answers any of the data model's operations.
  const graphql = async (operation: string, variables: any): Promise<any> => {
    const [, name] = /(?:mutation|query) (\w+)/.exec(operation) ?? [];
    if (name === "GetVerification") return { getVerification: rows[variables.id] ?? null };
    if (name === "VerificationsByTable") {
      const { tableName, limit = 100, nextToken, startedAt } = variables;
      const items = Object.values(rows).filter(
        (row) => row.tableName === tableName && String(row.startedAt) >= (startedAt?.ge ?? ""),
      );
      const [from, to] = [Number(nextToken ?? 0), Number(nextToken ?? 0) + limit];
      const more = to < items.length && { nextToken: String(to) };
      return { verificationsByTable: { items: items.reverse().slice(from, to), ...more } };
    }
    if (name !== "CreateVerification") throw new Error(`The fake has no ${name}.`);
    const { id } = variables.input;
    if (rows[id])
      throw new GraphQlError("DynamoDB:ConditionalCheckFailedException", "The conditional request failed");
    rows[id] = variables.input;
    return { createVerification: variables.input };
  };

  const services: Services = {
    dynamodb,
    backup,
    stepFunctions,
    kms: client({}),
    graphql,
    settings: {
      tables: [
        { model: "Category", table: "Category-api", mayBeEmpty: false, mayBeRewritten: false },
        { model: "Item", table: "Item-api", mayBeEmpty: false, mayBeRewritten: false },
      ],
      vaultName: "Vault",
      backupPlanId: "plan",
      rules: [
        {
          name: "daily",
          schedule: "cron(0 0 * * ? *)",
          timeZone: "UTC",
          startWindowMinutes: 60,
          completionWindowMinutes: 120,
          oldestMinutes: 27 * 60,
        },
        {
          name: "weekly",
          schedule: "cron(0 0 ? * SAT *)",
          timeZone: "UTC",
          startWindowMinutes: 60,
          completionWindowMinutes: 120,
          oldestMinutes: 171 * 60,
          provenWithinMinutes: 255,
        },
      ],
      restoreRoleArn: "arn:aws:iam::123456789012:role/Restore",
      rpoHours: 24,
      stateMachineArn: `arn:aws:states:${ACCOUNT}:stateMachine:Verification`,
      deletionsTable: "Deletions",
      deletionsKeptDays: 35,
      graphqlUrl: "http://127.0.0.1/graphql",
      restorePrefix: RESTORE_PREFIX,
      pointSlackSeconds: 0,
      tableArn: (table) => `arn:aws:dynamodb:${ACCOUNT}:table/${table}`,
      clockSlackSeconds: 2,
      deletionPatienceSeconds: 15,
      rtoMinutes: 60,
      proofStaleHours: 48,
      protectingTag: { key: "holdfast:backup", value: "on" },
      needsAdvancedDynamoDb: true,
      runsBucket: "Runs",
      evidenceBucket: "Evidence",
      policyHash: "policy",
      codeHash: "code",
      checks: [...checkNames],
      mostUnverified: 1,
      liveReadUnits: 1000,
      mostScans: 4,
      fewestSegments: 2,
    },
    clock: { now: () => NOW, sleep: async () => {} },
    rulesOf: rulesIn(
      "type Category @model { id: ID!, name: String! } type Item @model { id: ID!, name: String! }",
    ),
    referencesOf: () => [],
    store: world.store,
    evidence: world.evidence,
    readPage: async ({ TableName, Segment = 0, TotalSegments = 1 }: Parameters<Services["readPage"]>[0]) => ({
      items: onWire(tableOf(TableName!).filter((_, index) => index % TotalSegments === Segment)),
      capacity: 1,
    }),
    newId: () => `id-${++ids}`,
    count: (metric, value) => {
      world.counted[metric] = value;
    },
    newSeed: () => new Uint8Array(32).fill(7),
    log: (line) => world.lines.push(line),
  };

  return {
    ...world,
    world,
    services,
    /** Deletes an item of a live table, as a user would: the stream's consumer records it. */
    remove(table: string, id: string, deletedAt: Date) {
      tables[table] = tableOf(table).filter((item) => item.id?.S !== id);
      const itemKey = { S: keyDigest({ id: { S: id } }) };
      tableOf("Deletions").push({
        tableName: { S: table },
        itemKey,
        deletedAt: { S: deletedAt.toISOString() },
      });
    },
    /** The restored tables that exist. */
    restored: () => Object.keys(tables).filter((name) => name.startsWith(RESTORE_PREFIX)),
    keyText: (id: string) => keyText({ id: { S: id } }),
  };
}

function refuse(name: string, message?: string): never {
  throw refusal(name, message);
}
