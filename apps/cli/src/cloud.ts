import type { BackupClient } from "@aws-sdk/client-backup";
import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { IAMClient } from "@aws-sdk/client-iam";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { STSClient } from "@aws-sdk/client-sts";
import type { CloudTime } from "./cloudTime.ts";
import { CouldNotRun } from "./errors.ts";
import type { FaultSwitch } from "./faults.ts";
import type { PermissionsReport } from "./permissions.ts";
import { parseTables, type Table } from "./tables.ts";

/** Where the stacks run: a stage in AWS or the local cloud. No command can tell which. */
export interface Cloud {
  stage: string;
  /** For messages: "stage prod in eu-west-1", "the local cloud at http://127.0.0.1:4600". */
  where: string;
  cloudFormation: CloudFormationClient;
  backup: BackupClient;
  stepFunctions: SFNClient;
  dynamoDb: DynamoDBClient;
  kms: KMSClient;
  s3: S3Client;
  sts: STSClient;
  iam: IAMClient;
  /** What is asked of another Region, such as one that copies go to. */
  inRegion(region: string): Pick<Cloud, "backup" | "kms">;
  /** AWS Backup as whoever a session is of. */
  backupAs(session: Session): BackupClient;
  /** What time it is there: the points' ages and expiries are by this clock. */
  now(): Promise<Date>;
  /** The clock, where it can be advanced: in the local cloud only. */
  time?: CloudTime;
  /** What the MFA device of the local cloud's administrator shows; a stage's devices are people's. */
  mfa?(): Promise<{ serialNumber: string; code: string }>;
  /** What roles were granted and used; in the local cloud only. */
  permissions?(): Promise<PermissionsReport>;
  /** What goes wrong on request; in the local cloud only. */
  faults?: FaultSwitch;
}

export interface Session {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export type StackId = "Auth" | "Api" | "Backup" | "Verification" | "Web";

const isMissing = (error: unknown): boolean =>
  error instanceof Error && error.name === "ValidationError" && /does not exist/.test(error.message);

export async function isDeployed({ cloudFormation, stage }: Cloud, stack: StackId): Promise<boolean> {
  try {
    await cloudFormation.send(new DescribeStacksCommand({ StackName: `${stage}-holdfast-${stack}` }));
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** One stack's outputs, and a refusal for those that aren't there. */
export async function outputsOf({ cloudFormation, stage, where }: Cloud, stack: StackId) {
  const name = `${stage}-holdfast-${stack}`;
  const answer = await cloudFormation.send(new DescribeStacksCommand({ StackName: name })).catch((error) => {
    if (!isMissing(error)) throw error;
    throw new CouldNotRun(`${where} has no stack ${name}.`, {
      next: `Deploy it (npx sst deploy --stage ${stage}), or check --stage, AWS_REGION and AWS_PROFILE.`,
      cause: error,
    });
  });
  const outputs = new Map(
    answer.Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  );
  return (key: string): string => {
    const value = outputs.get(key);
    if (value) return value;
    throw new CouldNotRun(`The stack ${name} has no output ${key}.`, {
      next: `Deploy the stacks of this version: npx sst deploy --stage ${stage}.`,
    });
  };
}

export const tablesOf = async (cloud: Cloud): Promise<Table[]> =>
  parseTables((await outputsOf(cloud, "Api"))("Tables"));
