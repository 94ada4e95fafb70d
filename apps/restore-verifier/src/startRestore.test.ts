import { expect, test } from "vitest";
import { startRestore } from "./startRestore.ts";
import { client } from "./testing/client.ts";
import { cloud, NOW } from "./testing/cloud.ts";

const recoveryPoint = {
  arn: "point:item",
  status: "COMPLETED",
  createdAt: NOW.toISOString(),
  encrypted: true,
};
const run = {
  runId: "run-1",
  model: "Item",
  table: "Item-api",
  mayBeEmpty: false,
  mayBeRewritten: false,
  startedAt: NOW.toISOString(),
  findingsBytes: 1000,
  recoveryPoint,
};

const keyArn = "arn:aws:kms:us-east-1:123456789012:key/1";

async function start(SSEDescription: object | undefined, KeyManager = "CUSTOMER", event = run) {
  const aws = cloud();
  const restore = await startRestore({
    ...aws.services,
    dynamodb: client({ DescribeTable: () => ({ Table: { SSEDescription } }) }),
    kms: client({
      DescribeKey: ({ KeyId }) => ({
        KeyMetadata: { KeyManager: KeyId === keyArn ? KeyManager : undefined },
      }),
    }),
  })(event);
  const [job] = Object.values(aws.restores);
  return { restore, input: job!.input as { Metadata: object; IdempotencyToken: string } };
}

test.each([
  ["an AWS-owned key", undefined, "CUSTOMER", { encryptionType: "Default" }],
  ["the AWS-managed key", { SSEType: "KMS", KMSMasterKeyArn: keyArn }, "AWS", { encryptionType: "KMS" }],
  [
    "a customer's key",
    { SSEType: "KMS", KMSMasterKeyArn: keyArn },
    "CUSTOMER",
    { encryptionType: "KMS", kmsMasterKeyArn: keyArn },
  ],
])("restores a table under %s into one under the same", async (_, sse, manager, metadata) => {
  const { input } = await start(sse, manager);
  expect(input.Metadata).toEqual({
    targetTableName: "awsbackup-restore-test-holdfast-run-1-Item",
    ...metadata,
  });
});

test("says when the restore began", async () => {
  expect((await start(undefined)).restore).toMatchObject({
    status: "PENDING",
    startedAt: NOW.toISOString(),
  });
});

test("has a token of its own for every run and point, and the same one each time", async () => {
  const tokens = await Promise.all(
    [
      run,
      run,
      { ...run, runId: "run-2" },
      { ...run, recoveryPoint: { ...recoveryPoint, arn: "point:other" } },
    ].map(async (event) => {
      const aws = cloud();
      await startRestore(aws.services)(event);
      return Object.values(aws.restores)[0]!.input.IdempotencyToken;
    }),
  );
  expect(tokens[1]).toBe(tokens[0]);
  expect(new Set(tokens).size).toBe(3);
});
