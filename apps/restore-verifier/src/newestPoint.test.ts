import type { RecoveryPointByBackupVault } from "@aws-sdk/client-backup";
import { expect, test } from "vitest";
import { newestPoint } from "./newestPoint.ts";
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

function newest(...pages: RecoveryPointByBackupVault[][]) {
  const TableArn = "arn:aws:dynamodb:us-east-1:123456789012:table/Item-api";
  return newestPoint({
    settings: readSettings({
      VAULT_NAME: "Vault",
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

test("picks the newest of all pages, in whatever order they come", async () => {
  expect(await newest([point(2), point(1)], [], [point(4), point(3)])).toEqual({
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
  expect(await newest([point(1, { InitiationDate, CompletionDate })])).toMatchObject({
    initiatedAt: "2026-03-01T04:58:00.000Z",
    completedAt: "2026-03-01T05:20:00.000Z",
  });
});

test.each(["PARTIAL", "EXPIRED", "DELETING", "STOPPED", "CREATING"] as const)(
  "passes over a newer one that is %s",
  async (Status) => {
    expect(await newest([point(1), point(2, { Status })])).toMatchObject({ arn: "point:1" });
  },
);

test("picks none when there is none", async () => {
  expect(await newest([point(1, { Status: "PARTIAL" })])).toBeUndefined();
  expect(await newest([])).toBeUndefined();
});

test("takes a point that doesn't say that it's encrypted for one that isn't", async () => {
  expect(await newest([point(1, { IsEncrypted: undefined })])).toMatchObject({ encrypted: false });
});
