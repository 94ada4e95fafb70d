import { StartBackupJobCommand } from "@aws-sdk/client-backup";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { policy } from "./policy.ts";
import { localCloud } from "./testing/local-cloud.ts";

let cloud: Awaited<ReturnType<typeof localCloud>>;
const HOUR = 3_600_000;

beforeAll(async () => {
  // Verifications take their time, and nothing here is about them.
  cloud = await localCloud(inject("assemblies").local, { verifies: false });
}, 120_000);
afterAll(() => cloud?.stop());

const pass = (ms: number) => cloud.clock.advance(new Date(cloud.clock.now().getTime() + ms));
const saw = (alarm: string, change: string) =>
  expect(cloud.logs).toContainEqual(expect.stringContaining(`local-holdfast${alarm}: ${change}`));
const told = (alarm: string, state: string) =>
  cloud.logs.filter(
    (line) =>
      line.includes(`"AlarmName":"local-holdfast${alarm}"`) && line.includes(`"NewStateValue":"${state}"`),
  );

async function backUp(): Promise<void> {
  const { Backup, Api } = cloud.outputs;
  const [{ table }] = JSON.parse(Api!.Tables!);
  await cloud.administrator.backup.send(
    new StartBackupJobCommand({
      BackupVaultName: Backup!.VaultName!,
      IamRoleArn: Backup!.BackupRoleArn!,
      ResourceArn: `arn:aws:dynamodb:us-east-1:123456789012:table/${table}`,
    }),
  );
  await pass(120_000);
}

it("tells that there is no recovery point, as long as there is none", async () => {
  await pass(60_000);
  expect(told("-no-recovery-point", "ALARM")).toHaveLength(1);
  await backUp();
  await vi.waitFor(() => saw("-no-recovery-point", "ALARM → OK"), { timeout: 20_000 });
});

it("tells of a backup that failed: the topic's policy and its key let the alarm", async () => {
  cloud.faults.add({ kind: "disable-key", resource: "alias/local-holdfast-backup" });
  await backUp();
  cloud.faults.clear();
  await vi.waitFor(() => expect(told("-job-failed", "ALARM")).toHaveLength(1), { timeout: 20_000 });
  await pass(HOUR);
  saw("-job-failed", "ALARM → OK");
  expect(cloud.logs.filter((line) => line.includes("wasn't told"))).toEqual([]);
});

it("tells of proofs that have grown too old, for each table", async () => {
  await pass(policy.verification.proofStaleAfterHours * HOUR);
  for (const model of ["Category", "Item"])
    expect(told(`-Verification-${model}-unproven`, "ALARM")).toHaveLength(1);
});
