import { BackupClient } from "@aws-sdk/client-backup";
import type { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { STSClient } from "@aws-sdk/client-sts";
import type { Clock } from "./clock.ts";
import type { Cloud } from "./cloud.ts";
import { noPaint } from "./report.ts";
import { silentSteps } from "./steps.ts";
import type { World } from "./world.ts";

/** Answers by the command's name without "Command"; a command with no answer is a failure of the test. */
export type Answers = Record<string, (input: Record<string, unknown>) => unknown>;

interface Command {
  constructor: { name: string };
  input: Record<string, unknown>;
}

const stackOutputs: Record<string, Record<string, string>> = {
  "test-holdfast-Api": {
    Tables: JSON.stringify([
      { model: "Category", table: "Category-1" },
      { model: "Item", table: "Item-1" },
      { model: "Verification", table: "Verification-1" },
    ]),
  },
  "test-holdfast-Backup": {
    VaultName: "vault",
    BackupPlanId: "plan",
    BackupRoleArn: "arn:aws:iam::1:role/backup",
  },
  "test-holdfast-Verification": {
    StateMachineArn: "arn:aws:states:eu-west-1:1:stateMachine:verification",
    EvidenceBucket: "evidence",
  },
};

const defaults: Answers = {
  DescribeStacks: ({ StackName }) => ({
    Stacks: [
      {
        Outputs: Object.entries(stackOutputs[String(StackName)] ?? {}).map(([OutputKey, OutputValue]) => ({
          OutputKey,
          OutputValue,
        })),
      },
    ],
  }),
  GetBackupPlan: () => ({
    BackupPlan: {
      Rules: [
        {
          RuleName: "daily",
          ScheduleExpression: "cron(0 5 * * ? *)",
          Lifecycle: { DeleteAfterDays: 35 },
        },
        {
          RuleName: "weekly",
          ScheduleExpression: "cron(0 9 ? * SAT *)",
          Lifecycle: { DeleteAfterDays: 90 },
        },
      ],
    },
  }),
  DescribeTable: ({ TableName }) => ({
    Table: { TableArn: `arn:aws:dynamodb:eu-west-1:1:table/${TableName}` },
  }),
};

/** A cloud with the stacks of stage "test", and a record of what it was asked. */
export function fakeCloud(answers: Answers) {
  const asked: { name: string; input: Record<string, unknown> }[] = [];
  /** What is asked of another Region than the stage's says which. */
  const clientIn = (elsewhere: { region?: string }) => ({
    async send({ constructor: { name: full }, input: given }: Command) {
      const name = full.replace(/Command$/, "");
      const input = { ...given, ...elsewhere };
      asked.push({ name, input });
      const answer = answers[name] ?? defaults[name];
      if (!answer) throw new Error(`The test has no answer to ${name}.`);
      return answer(input);
    },
  });
  const client = clientIn({});
  const cloud: Cloud = {
    stage: "test",
    where: "Stage test",
    cloudFormation: client as unknown as CloudFormationClient,
    // The SDK's paginators ask for the real class.
    backup: Object.assign(new BackupClient({ region: "eu-west-1" }), client),
    stepFunctions: client as unknown as SFNClient,
    dynamoDb: Object.assign(new DynamoDBClient({ region: "eu-west-1" }), client),
    kms: client as unknown as KMSClient,
    s3: client as unknown as S3Client,
    sts: client as unknown as STSClient,
    iam: client as unknown as IAMClient,
    inRegion: (region) => {
      const there = clientIn({ region });
      return {
        backup: Object.assign(new BackupClient({ region }), there),
        kms: there as unknown as KMSClient,
      };
    },
    now: async () => new Date("2026-01-01T00:00:00.000Z"),
    backupAs: (session) => {
      asked.push({ name: "backupAs", input: { ...session } });
      return cloud.backup;
    },
  };
  return { cloud, asked };
}

/** A clock that only sleeping moves. */
export function fakeClock(start = "2026-01-01T00:00:00.000Z"): Clock {
  let now = new Date(start).getTime();
  return {
    now: () => new Date(now),
    async sleep(milliseconds) {
      now += milliseconds;
    },
  };
}

/** A world whose output is kept, and that knows only the given cloud. */
export function fakeWorld(cloud: Cloud, changes: Partial<World> = {}) {
  const printed: string[] = [];
  const warned: string[] = [];
  let ids = 0;
  const world: World = {
    connect: async () => cloud,
    up: async () => 0,
    readPolicy: async (file) => {
      throw new Error(`The test has no policy ${file}.`);
    },
    commitOf: async (_, ref) => ({ root: "/repository", hash: `${ref}0123456789` }),
    clock: fakeClock(),
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    signal: new AbortController().signal,
    showSteps: silentSteps,
    print: (text) => void printed.push(text),
    warn: (text) => void warned.push(text),
    ask: async () => undefined,
    paint: noPaint,
    terminal: { columns: 100, colour: false },
    writeFile: async (path) => {
      throw new Error(`The test writes no ${path}.`);
    },
    defaultData: "/data",
    defaultPolicy: "stacks/policy.ts",
    deployRegion: "eu-west-1",
    debug: false,
    ...changes,
  };
  return { world, printed, warned };
}
