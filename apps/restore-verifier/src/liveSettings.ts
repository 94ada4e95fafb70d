import {
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
} from "@aws-sdk/client-dynamodb";
import type { Setting } from "@holdfast/restore-check";
import { reasonOf } from "./errors.ts";
import { paginate } from "./paginate.ts";
import type { LiveDescription } from "./plan/plan.ts";
import type { Services } from "./services.ts";

type Dynamodb = Services["dynamodb"];
type Read = Pick<Setting, "state" | "detail">;

interface Reader {
  read(table: LiveDescription, dynamodb: Dynamodb): Read | Promise<Read>;
  /** The AWS CLI command, after `aws`. */
  reapply: string;
}

const off: Read = { state: "off" };
const on = (detail?: string): Read => ({ state: "on", detail });

/**
 * The settings a restore does not bring back.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_HowItWorks.html
 */
export const settingReaders = {
  "time to live": {
    read: async ({ TableName }, dynamodb) => {
      const { TimeToLiveDescription: ttl } = await dynamodb.send(
        new DescribeTimeToLiveCommand({ TableName }),
      );
      return ttl?.TimeToLiveStatus?.startsWith("ENABL") ? on(`by ${ttl.AttributeName}`) : off;
    },
    reapply:
      "dynamodb update-time-to-live --table-name … --time-to-live-specification Enabled=true,AttributeName=…",
  },
  "a stream": {
    read: ({ StreamSpecification: stream }) => (stream?.StreamEnabled ? on(stream.StreamViewType) : off),
    reapply:
      "dynamodb update-table --table-name … --stream-specification StreamEnabled=true,StreamViewType=…",
  },
  "point-in-time recovery": {
    read: async ({ TableName }, dynamodb) => {
      const { ContinuousBackupsDescription: backups } = await dynamodb.send(
        new DescribeContinuousBackupsCommand({ TableName }),
      );
      return backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED" ? on() : off;
    },
    reapply:
      "dynamodb update-continuous-backups --table-name … --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true",
  },
  "deletion protection": {
    read: ({ DeletionProtectionEnabled }) => (DeletionProtectionEnabled ? on() : off),
    reapply: "dynamodb update-table --table-name … --deletion-protection-enabled",
  },
  tags: {
    read: async ({ TableArn }, dynamodb) => {
      const list = (start: string | undefined) =>
        dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: TableArn, NextToken: start }));
      const names: string[] = [];
      for await (const { Tags = [] } of paginate(list, "NextToken"))
        names.push(...Tags.map(({ Key }) => Key!));
      return names.length > 0 ? on(names.join(", ")) : off;
    },
    reapply: "dynamodb tag-resource --resource-arn … --tags …",
  },
} as const satisfies Record<string, Reader>;

/** How these settings stand on the live table. One that can't be read says why. */
export const liveSettings =
  ({ dynamodb }: Pick<Services, "dynamodb">) =>
  (live: LiveDescription): Promise<Setting[]> =>
    Promise.all(
      Object.entries<Reader>(settingReaders).map(async ([name, { read, reapply }]) => {
        const state = await readOrSay(() => read(live, dynamodb));
        return { name, ...state, reapply: `aws ${reapply}` };
      }),
    );

async function readOrSay(read: () => Read | Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    return { state: "unknown", detail: reasonOf(error) };
  }
}
