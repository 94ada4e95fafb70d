import type { RecoveryPointByBackupVault } from "@aws-sdk/client-backup";
import { expect, test } from "vitest";
import { completedPoints } from "./completedPoints.ts";
import { readSettings } from "./settings.ts";
import { client } from "./testing/client.ts";

function point(day: number, overrides: Partial<RecoveryPointByBackupVault> = {}): RecoveryPointByBackupVault {
  const CreationDate = new Date(Date.UTC(2026, 2, day, 5));
  return {
    RecoveryPointArn: `point:${day}`,
    Status: "COMPLETED",
    CreationDate,
    IsEncrypted: true,
    ...overrides,
  };
}

function listed(...pages: RecoveryPointByBackupVault[][]) {
  const TableArn = "arn:aws:dynamodb:us-east-1:123456789012:table/Item-api";
  return completedPoints({
    settings: readSettings({
      VAULT_NAME: "Vault",
      BACKUP_PLAN_ID: "plan",
      AWS_REGION: "us-east-1",
      RESTORE_ROLE_ARN: "arn:aws:iam::123456789012:role/Restore",
    }),
    backup: client({
      ListRecoveryPointsByBackupVault: ({ BackupVaultName, ByResourceArn, NextToken = "0" }) => {
        expect([BackupVaultName, ByResourceArn]).toEqual(["Vault", TableArn]);
        const page = Number(NextToken);
        return {
          RecoveryPoints: pages[page],
          NextToken: page + 1 < pages.length ? String(page + 1) : undefined,
        };
      },
    }),
  })("Item-api");
}

test("has the newest of all pages first, in whatever order they come", async () => {
  const points = await listed([point(2), point(1)], [], [point(4), point(3)]);
  expect(points.map(({ arn }) => arn)).toEqual(["point:4", "point:3", "point:2", "point:1"]);
  expect(points[0]).toEqual({
    arn: "point:4",
    status: "COMPLETED",
    createdAt: "2026-03-04T05:00:00.000Z",
    encrypted: true,
  });
});

test("says when the job that made it began and ended", async () => {
  const [InitiationDate, CompletionDate] = ["2026-03-01T04:58:00.000Z", "2026-03-01T05:20:00.000Z"].map(
    (time) => new Date(time),
  );
  expect(await listed([point(1, { InitiationDate, CompletionDate })])).toMatchObject([
    { initiatedAt: "2026-03-01T04:58:00.000Z", completedAt: "2026-03-01T05:20:00.000Z" },
  ]);
});

test.each(["PARTIAL", "EXPIRED", "DELETING", "STOPPED", "CREATING"] as const)(
  "passes over a newer one that is %s",
  async (Status) => {
    expect(await listed([point(1), point(2, { Status })])).toMatchObject([{ arn: "point:1" }]);
  },
);

test("has none when there is none", async () => {
  expect(await listed([point(1, { Status: "PARTIAL" })])).toEqual([]);
  expect(await listed([])).toEqual([]);
});

test("names the rule of the policy's plan that made a point, and no other plan's", async () => {
  const by = (BackupPlanId: string) => ({ CreatedBy: { BackupPlanId, BackupRuleName: "weekly" } });
  const points = await listed([point(3, by("plan")), point(2, by("other")), point(1)]);
  expect(points.map(({ rule }) => rule)).toEqual(["weekly", undefined, undefined]);
});

test("takes a point that doesn't say that it's encrypted for one that isn't", async () => {
  expect(await listed([point(1, { IsEncrypted: undefined })])).toMatchObject([{ encrypted: false }]);
});
