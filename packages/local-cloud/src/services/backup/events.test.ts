import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { CloudEvent } from "../../service.ts";
import { createEvents } from "./events.ts";
import type { BackupJob, RestoreJob } from "./jobs.ts";
import type { Plan } from "./plans.ts";
import type { RecoveryPoint } from "./points.ts";
import type { Vault } from "./vaults.ts";

interface Case {
  name: string;
  of: "backupJob" | "restoreJob" | "recoveryPoint" | "plan" | "vault" | "regionSettings";
  given?: Record<string, unknown>;
  state?: string;
  resources: string[];
  detail: Record<string, unknown>;
}

/** The examples of https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html, of a DynamoDB table. */
const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(`${import.meta.dirname}/cases/events.json`, "utf8"),
);

const creationDate = "2020-07-15T21:38:31.152Z";
const completionDate = "2020-07-15T21:39:05.689Z";
const roleArn = "arn:aws:iam::111122223333:role/FullBackupTestRole";
const pointArn = "arn:aws:backup:us-west-2:111122223333:recovery-point:f1d966fe";
const resourceArn = "arn:aws:dynamodb:us-west-2:111122223333:table/Category";
const vault = {
  name: "holdfast",
  arn: "arn:aws:backup:us-west-2:111122223333:backup-vault:holdfast",
  lock: {},
} as Vault;
const backupJob = {
  id: "a827233a",
  vaultName: vault.name,
  recoveryPointArn: pointArn,
  resourceArn,
  iamRoleArn: roleArn,
  percentDone: 0,
  creationDate,
  startBy: "2020-07-16T05:38:31.152Z",
} as BackupJob;
const restoreJob = {
  id: "AB123456",
  recoveryPointArn: pointArn,
  vaultName: vault.name,
  sourceResourceArn: resourceArn,
  iamRoleArn: roleArn,
  percentDone: 100,
  bytes: 36_048,
  creationDate,
} as RestoreJob;
const point = {
  arn: pointArn,
  vaultName: vault.name,
  resourceArn,
  iamRoleArn: roleArn,
  creationDate,
  completionDate,
  bytes: 36_048,
} as RecoveryPoint;
const plan = {
  id: "83fcb8ee",
  arn: "arn:aws:backup:us-west-2:111122223333:backup-plan:83fcb8ee",
  versionId: "NjIwNDFj",
  creationDate,
} as Plan;

it.each(cases)("tells $name as AWS does", ({ of, given, state, resources, detail }) => {
  const told: CloudEvent[] = [];
  const events = createEvents({ emit: (event) => told.push(event) }, { find: () => vault } as never);
  const tell = {
    backupJob: () => events.backupJob({ ...backupJob, ...given } as BackupJob),
    restoreJob: () => events.restoreJob({ ...restoreJob, ...given } as RestoreJob, state as "CREATED"),
    recoveryPoint: () => events.recoveryPoint({ ...point, ...given } as RecoveryPoint, state as never),
    plan: () => events.plan({ ...plan, ...given } as Plan, state as never),
    vault: () => events.vault(vault, state as never),
    regionSettings: () => events.regionSettings(given as never, completionDate),
  };
  tell[of]();
  const type = {
    backupJob: "Backup Job",
    restoreJob: "Restore Job",
    recoveryPoint: "Recovery Point",
    plan: "Backup Plan",
    vault: "Backup Vault",
    regionSettings: "Region Setting",
  }[of];
  expect(told).toEqual([{ source: "aws.backup", "detail-type": `${type} State Change`, resources, detail }]);
});

it("tells nothing of a job that is being aborted", () => {
  const told: CloudEvent[] = [];
  createEvents({ emit: (event) => told.push(event) }, { find: () => vault } as never).backupJob({
    ...backupJob,
    state: "ABORTING",
  });
  expect(told).toEqual([]);
});
