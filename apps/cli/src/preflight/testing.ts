import {
  backupAdminArnOf,
  byTag,
  daily,
  days,
  definePolicy,
  hours,
  type PolicyInput,
  vaultAccessPolicy,
} from "@holdfast/backup-policy";
import { expect } from "vitest";
import { run } from "../program.ts";
import { type Answers, fakeCloud, fakeWorld } from "../testing.ts";
import type { Preflight } from "./preflight.ts";

export const account = "123456789012";
const here = { partition: "aws", region: "eu-west-1", account };
export const key = `arn:aws:kms:eu-west-1:${account}:key/1`;
export const admin = backupAdminArnOf(here, "test-holdfast");
export const arnOf = (name: string, region = here.region) =>
  `arn:aws:backup:${region}:${account}:backup-vault:${name}`;
export const vaultOf = (name = "test-holdfast", changes: object = {}) => ({
  BackupVaultName: name,
  BackupVaultArn: arnOf(name),
  VaultType: "BACKUP_VAULT",
  EncryptionKeyArn: key,
  Locked: false,
  ...changes,
});
const fault = (name: string, message = name) => Object.assign(new Error(message), { name, $metadata: {} });
export const raise = (name: string, message?: string) => () => {
  throw fault(name, message);
};
const windows = { startWindow: hours(1), completionWindow: hours(2) };
export const dailyRule = (more: object = {}) => daily({ at: "05:00", keep: days(35), ...windows, ...more });
export const vault = (changes: Partial<PolicyInput["vault"]>): PolicyInput["vault"] => ({
  name: "holdfast",
  backupAdmin: { principals: ["account"] },
  ...changes,
});

export const policyInput = (): PolicyInput => ({
  vault: vault({}),
  protect: [byTag("backup", "on")],
  rules: { daily: dailyRule() },
  assumptions: { advancedDynamoDb: true },
  objectives: { rpoHours: 27, rtoMinutes: 60, reachBackDays: 30 },
  verification: { schedule: "cron(15 8 * * ? *)", proofStaleAfterHours: 48 },
});

/** A stage that is deployed as the policy says; a test changes what it is about. */
export async function look(changes: Partial<PolicyInput> = {}, answers: Answers = {}) {
  const policy = definePolicy({ ...policyInput(), ...changes });
  const { cloud, asked } = fakeCloud({
    GetCallerIdentity: () => ({ Account: account, Arn: `arn:aws:iam::${account}:user/jane` }),
    DescribeRegionSettings: () => ({
      ResourceTypeOptInPreference: { DynamoDB: true },
      ResourceTypeManagementPreference: { DynamoDB: true },
    }),
    DescribeStacks: () => ({
      Stacks: [{ Outputs: [{ OutputKey: "VaultName", OutputValue: "test-holdfast" }] }],
    }),
    ListBackupVaults: () => ({ BackupVaultList: [vaultOf()] }),
    GetBackupVaultAccessPolicy: () => ({
      Policy: JSON.stringify(vaultAccessPolicy(admin, { kind: "none" })),
    }),
    DescribeKey: () => ({ KeyMetadata: { Arn: key, KeyState: "Enabled", MultiRegion: false } }),
    ...answers,
  });
  cloud.now = async () => new Date("2026-11-25T00:00:00Z");
  const { world, printed } = fakeWorld(cloud, { readPolicy: async () => ({ policy }) });
  const code = await run(["preflight", "--stage", "test", "--json"], world);
  const { passed, findings }: Preflight = JSON.parse(printed.join());
  const of = (outcome: string) =>
    (findings ?? [])
      .filter((finding) => finding.outcome === outcome)
      .map(({ assumption, found, next = "", commands = [] }) =>
        [assumption, found, next, ...commands].join("\n"),
      );
  return {
    code,
    passed,
    asked,
    broken: of("broken"),
    told: of("told"),
    unknown: of("unknown"),
  };
}

export const text = (part: string) => expect.stringContaining(part);
