import { expect, test } from "vitest";
import { liveSettings, settingReaders } from "./liveSettings.ts";
import { client, refusal } from "./testing/client.ts";

const live = { TableName: "Item-api", TableArn: "arn:table" };

const everything = client({
  DescribeTimeToLive: () => ({
    TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: "expiresAt" },
  }),
  DescribeContinuousBackups: () => ({
    ContinuousBackupsDescription: {
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "ENABLED" },
    },
  }),
  ListTagsOfResource: ({ NextToken }) =>
    NextToken ? { Tags: [{ Key: "team" }] } : { Tags: [{ Key: "stage" }], NextToken: "1" },
});
const nothing = client({
  DescribeTimeToLive: () => ({ TimeToLiveDescription: { TimeToLiveStatus: "DISABLED" } }),
  DescribeContinuousBackups: () => ({}),
  ListTagsOfResource: () => ({ Tags: [] }),
});

test("tells every setting that is on, with what helps to set it again", async () => {
  const table = {
    ...live,
    DeletionProtectionEnabled: true,
    StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" as const },
  };
  const settings = await liveSettings({ dynamodb: everything })(table);
  expect(settings.map(({ name, state, detail }) => [name, state, detail])).toEqual([
    ["time to live", "on", "by expiresAt"],
    ["a stream", "on", "KEYS_ONLY"],
    ["point-in-time recovery", "on", undefined],
    ["deletion protection", "on", undefined],
    ["tags", "on", "stage, team"],
  ]);
  expect(settings.every(({ reapply }) => reapply.startsWith("aws dynamodb "))).toBe(true);
});

test("tells what is off", async () => {
  const settings = await liveSettings({ dynamodb: nothing })(live);
  expect(settings.map(({ state }) => state)).toEqual(Object.keys(settingReaders).map(() => "off"));
});

test("says which setting it may not read, and why", async () => {
  const DescribeTimeToLive = () => {
    throw refusal("AccessDeniedException", "no");
  };
  const dynamodb = client({
    DescribeTimeToLive,
    DescribeContinuousBackups: () => ({}),
    ListTagsOfResource: () => ({}),
  });
  const [ttl, ...others] = await liveSettings({ dynamodb })(live);
  expect(ttl).toMatchObject({ state: "unknown", detail: "AccessDeniedException: no" });
  expect(others.every(({ state }) => state === "off")).toBe(true);
});
