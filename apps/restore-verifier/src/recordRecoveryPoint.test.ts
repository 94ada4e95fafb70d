import { beforeEach, expect, test, vi } from "vitest";
import { GraphQlError } from "./graphql.ts";
import { handler } from "./handlers/recordRecoveryPoint.ts";
import { cloud } from "./testing/cloud.ts";

interface Row {
  id: string;
  recoveryPointArn: string;
  recoveryPointCreatedAt: string;
}

const aws = cloud();
vi.mock("./services.ts", () => ({ services: () => aws.services }));

let rows: Record<string, Row> = {};
beforeEach(() => {
  rows = {};
});

// biome-ignore lint/suspicious/noExplicitAny: it answers two of the data model's operations.
aws.services.graphql = async (operation: string, { input, condition }: any): Promise<any> => {
  const known = rows[input.id];
  const holds = operation.includes("mutation CreateProtectedTable")
    ? !known
    : known && known.recoveryPointCreatedAt < condition.recoveryPointCreatedAt.lt;
  if (!holds)
    throw new GraphQlError("DynamoDB:ConditionalCheckFailedException", "The conditional request failed");
  rows[input.id] = input;
};

function event(day: number, detail: object = {}) {
  return {
    source: "aws.backup",
    "detail-type": "Backup Job State Change",
    resources: [`arn:aws:backup:us-east-1:123456789012:recovery-point:${day}`],
    detail: {
      state: "COMPLETED",
      resourceArn: "arn:aws:dynamodb:us-east-1:123456789012:table/Item-api",
      backupVaultName: "Vault",
      backupSizeInBytes: "1234",
      creationDate: `2026-03-0${day}T05:00:00Z`,
      ...detail,
    },
  };
}

test("records a table's first recovery point, then each newer one", async () => {
  expect(await handler(event(1))).toBe("recorded");
  expect(await handler(event(2))).toBe("recorded");
  expect(rows).toEqual({
    "Item-api": {
      id: "Item-api",
      modelName: "Item",
      recoveryPointArn: "arn:aws:backup:us-east-1:123456789012:recovery-point:2",
      recoveryPointCreatedAt: "2026-03-02T05:00:00.000Z",
      recoveryPointBytes: 1234,
    },
  });
});

test("changes nothing for an event that comes late or twice", async () => {
  await handler(event(2));
  expect(await handler(event(1))).toBe("older than the one known");
  expect(await handler(event(2))).toBe("older than the one known");
  expect(rows["Item-api"]!.recoveryPointArn).toMatch(/:2$/);
});

test.each([
  ["another table", { resourceArn: "arn:aws:dynamodb:us-east-1:123456789012:table/Other" }],
  ["another vault", { backupVaultName: "Elsewhere" }],
  ["a job that is still running", { state: "RUNNING" }],
])("passes over %s", async (_, detail) => {
  expect(await handler(event(1, detail))).toBe("not of a protected table");
  expect(rows).toEqual({});
});

test("refuses an event without a date it can read", async () => {
  await expect(handler(event(1, { creationDate: "soon" }))).rejects.toThrow("detail.creationDate");
});

test("passes on a refusal that isn't about the condition", async () => {
  const { graphql } = aws.services;
  aws.services.graphql = async () => {
    throw new GraphQlError("UnauthorizedException", "Permission denied");
  };
  await expect(handler(event(1))).rejects.toThrow("Permission denied");
  aws.services.graphql = graphql;
});
