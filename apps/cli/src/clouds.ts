import { BackupClient } from "@aws-sdk/client-backup";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { STSClient } from "@aws-sdk/client-sts";
import { systemClock } from "./clock.ts";
import type { Cloud } from "./cloud.ts";
import { cloudTimeAt } from "./cloudTime.ts";
import type { Connection } from "./connection.ts";
import { faultsAt } from "./faults.ts";
import { permissionsAt } from "./permissions.ts";

interface ClientOptions {
  endpoint?: string;
  region?: string;
  credentials?: Pick<Connection, "accessKeyId" | "secretAccessKey">;
}

const cloudWith = (stage: string, where: string, options: ClientOptions): Cloud => ({
  stage,
  where,
  cloudFormation: new CloudFormationClient(options),
  backup: new BackupClient(options),
  stepFunctions: new SFNClient(options),
  dynamoDb: new DynamoDBClient(options),
  kms: new KMSClient(options),
  s3: new S3Client(options),
  sts: new STSClient(options),
  iam: new IAMClient(options),
  now: async () => systemClock.now(),
  inRegion: (region) => ({
    backup: new BackupClient({ ...options, region }),
    kms: new KMSClient({ ...options, region }),
  }),
  backupAs: (session) => new BackupClient({ ...options, credentials: session }),
});

/**
 * A stage in AWS.
 * @param region its Region where that is known; else the SDK finds it in the environment or a profile
 * @param environment the Region that the environment names, for messages
 */
export function stageIn(stage: string, region: string | undefined, environment: string | undefined): Cloud {
  const named = region ?? environment;
  const where = `Stage ${stage}${named ? ` in ${named}` : ""}`;
  return cloudWith(stage, where, region === undefined ? {} : { region });
}

/** The local cloud that runs at that endpoint. */
export function localCloudAt(
  connection: Pick<Connection, "stage" | "endpoint" | "region" | "accessKeyId" | "secretAccessKey">,
): Cloud {
  const { stage, endpoint, region, accessKeyId, secretAccessKey } = connection;
  const options = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
  const time = cloudTimeAt(endpoint);
  return {
    ...cloudWith(stage, `The local cloud at ${endpoint}`, options),
    faults: faultsAt(endpoint),
    permissions: () => permissionsAt(endpoint),
    time,
    now: async () => new Date((await time.read()).now),
    mfa: async () => (await fetch(`${endpoint}/_holdfast/mfa`)).json() as ReturnType<Required<Cloud>["mfa"]>,
  };
}
