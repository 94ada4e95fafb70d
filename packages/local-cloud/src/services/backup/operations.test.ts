import { existsSync } from "node:fs";
import * as sdk from "@aws-sdk/client-backup";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AwsError } from "../../errors.ts";
import type { Operation } from "./operation.ts";
import { operations } from "./operations.ts";
import {
  vaultName as BackupVaultName,
  backUp,
  backupRole,
  call as callIn,
  copy,
  createWorld,
  makePlan,
  makeSelection,
  makeTable,
  makeTestingPlan,
  makeTestingSelection,
  makeVault,
  restore,
  restoreRole,
  someItems,
  testingPlanOf,
  testingSelectionOf,
  type World,
} from "./testing.ts";
import { model } from "./testingModel.ts";
import { unsupported } from "./unsupported.ts";

const keepingVault = JSON.stringify({
  Statement: [{ Effect: "Deny", Principal: "*", Action: "backup:DeleteBackupVault", Resource: "*" }],
});

let world: World;
let planId: string;
let RecoveryPointArn: string;
const arnOfVault = (name: string) => `arn:aws:backup:us-east-1:123456789012:backup-vault:${name}`;
const vaultArn = arnOfVault(BackupVaultName);

async function start() {
  world = await createWorld();
  planId = (await makePlan(world, [{ RuleName: "daily" }], { BackupPlanTags: { plan: "p" } })).ref;
  await makeTable(world, "Category", someItems(2));
  RecoveryPointArn = (await backUp(world, "Category")).RecoveryPointArn!;
}

const commands = Object.keys(sdk).filter((name) => name.endsWith("Command") && name !== "$Command");

function wireOf(name: string) {
  const { method, path, query, status } = model[name]!;
  return { method, path, query, status };
}

const call = (name: string, input: Record<string, unknown>) => callIn(world, name, input);

const document = (BackupPlanName: string) => ({
  BackupPlanName,
  Rules: [{ RuleName: "daily", TargetBackupVaultName: BackupVaultName }],
});

async function newSelection(BackupPlanId: string): Promise<string> {
  const BackupSelection = { SelectionName: "short-lived", IamRoleArn: backupRole, Resources: ["*"] };
  return (await call("CreateBackupSelection", { BackupPlanId, BackupSelection })).SelectionId;
}

interface Sample {
  input: Record<string, unknown>;
  /** What it is authorized on; absent: everything. */
  resource?: string;
  /** Makes what the operation is about, and gives what of the input is known only then. */
  prepare?(): Promise<Record<string, unknown> | undefined>;
  /** What AWS answers in an account like this one, without an organization, and with tables only. */
  refused?: string;
}

describe("every operation of the registry", () => {
  let inputs: Record<keyof typeof operations, Sample>;

  beforeAll(async () => {
    await start();
    const { ref: SelectionId } = await makeSelection(world, planId, {});
    const BackupPlanId = planId;
    const made = await call("CreateBackupPlan", { BackupPlan: document("other") });
    const other = { id: made.BackupPlanId, arn: made.BackupPlanArn };
    const planArn = `arn:aws:backup:us-east-1:123456789012:backup-plan:${planId}`;
    const ResourceArn = world.tables.arn("Category");
    const { RestoreJobId } = await restore(world, RecoveryPointArn, "Restored");
    const { BackupJobId } = await backUp(world, "Category");
    const vault = { input: { BackupVaultName }, resource: vaultArn };
    await makeVault(world, { BackupVaultName: "other" });
    const { CopyJobId } = await copy(world, RecoveryPointArn, "other");
    const { ref: empty, attributes } = await makeVault(world, { BackupVaultName: "empty" });
    const point = { input: { BackupVaultName, RecoveryPointArn }, resource: RecoveryPointArn };
    const Metadata = { targetTableName: "Again" };
    const RestoreTestingPlanName = "weekly";
    const RestoreTestingSelectionName = "tables";
    const testing = {
      input: { RestoreTestingPlanName },
      resource: (await makeTestingPlan(world, { RestoreTestingPlanName })).RestoreTestingPlanArn,
    };
    await makeTestingSelection(world, { RestoreTestingSelectionName });
    const tested = { ...testing, input: { RestoreTestingPlanName, RestoreTestingSelectionName } };
    const { RestoreTestingPlanArn: otherTestingArn } = await makeTestingPlan(world, {
      RestoreTestingPlanName: "other",
    });
    inputs = {
      DescribeBackupVault: vault,
      ListBackupVaults: { input: {} },
      PutBackupVaultAccessPolicy: { ...vault, input: { BackupVaultName, Policy: keepingVault } },
      GetBackupVaultAccessPolicy: {
        ...vault,
        prepare: () => call("PutBackupVaultAccessPolicy", inputs.PutBackupVaultAccessPolicy.input),
      },
      CreateBackupVault: { input: { BackupVaultName: "new" }, resource: arnOfVault("new") },
      CreateLogicallyAirGappedBackupVault: {
        input: { BackupVaultName: "air-gapped", MinRetentionDays: 7, MaxRetentionDays: 30 },
        resource: arnOfVault("air-gapped"),
      },
      // No lock keeps the other operations from what they do.
      PutBackupVaultLockConfiguration: {
        input: { BackupVaultName: "other" },
        resource: arnOfVault("other"),
      },
      PutBackupVaultNotifications: {
        ...vault,
        input: {
          BackupVaultName,
          SNSTopicArn: "arn:aws:sns:us-east-1:123456789012:topic",
          BackupVaultEvents: ["BACKUP_JOB_COMPLETED"],
        },
      },
      GetBackupVaultNotifications: {
        ...vault,
        prepare: () => call("PutBackupVaultNotifications", inputs.PutBackupVaultNotifications.input),
      },
      DeleteBackupVaultNotifications: vault,
      DeleteBackupVaultAccessPolicy: vault,
      DeleteBackupVaultLockConfiguration: vault,
      DeleteBackupVault: {
        input: { BackupVaultName: empty },
        resource: attributes?.BackupVaultArn as string,
      },
      CreateBackupPlan: {
        input: { BackupPlan: document("new") },
        resource: "arn:aws:backup:us-east-1:123456789012:backup-plan:*",
      },
      UpdateBackupPlan: { input: { BackupPlanId, BackupPlan: document("changed") }, resource: planArn },
      DeleteBackupPlan: { input: { BackupPlanId: other.id }, resource: other.arn },
      ListBackupPlanVersions: { input: { BackupPlanId }, resource: planArn },
      ExportBackupPlanTemplate: { input: { BackupPlanId } },
      GetBackupPlanFromJSON: { input: { BackupPlanTemplateJson: JSON.stringify(document("json")) } },
      CreateBackupSelection: {
        input: {
          BackupPlanId,
          BackupSelection: { SelectionName: "new", IamRoleArn: backupRole, Resources: ["*"] },
        },
        resource: planArn,
      },
      DeleteBackupSelection: {
        input: { BackupPlanId, SelectionId },
        resource: planArn,
        prepare: async () => ({ SelectionId: await newSelection(BackupPlanId) }),
      },
      GetBackupPlan: { input: { BackupPlanId }, resource: planArn },
      ListBackupPlans: { input: {} },
      GetBackupSelection: { input: { BackupPlanId, SelectionId }, resource: planArn },
      ListBackupSelections: { input: { BackupPlanId }, resource: planArn },
      StartBackupJob: { ...vault, input: { BackupVaultName, ResourceArn, IamRoleArn: restoreRole } },
      DescribeBackupJob: { input: { BackupJobId } },
      ListBackupJobs: { input: {} },
      StopBackupJob: { input: { BackupJobId } },
      ListRecoveryPointsByBackupVault: vault,
      ListRecoveryPointsByResource: { input: { ResourceArn } },
      DescribeRecoveryPoint: point,
      GetRecoveryPointRestoreMetadata: point,
      StartRestoreJob: { ...point, input: { RecoveryPointArn, IamRoleArn: restoreRole, Metadata } },
      DescribeRestoreJob: { input: { RestoreJobId } },
      ListRestoreJobs: { input: {} },
      GetRestoreJobMetadata: { input: { RestoreJobId } },
      PutRestoreValidationResult: { input: { RestoreJobId, ValidationStatus: "SUCCESSFUL" } },
      ListProtectedResources: { input: {} },
      DescribeProtectedResource: { input: { ResourceArn } },
      StartCopyJob: {
        input: {
          SourceBackupVaultName: BackupVaultName,
          RecoveryPointArn,
          DestinationBackupVaultArn: arnOfVault("other"),
          IamRoleArn: backupRole,
        },
        resource: RecoveryPointArn,
      },
      DescribeCopyJob: { input: { CopyJobId } },
      ListCopyJobs: { input: {} },
      DescribeRegionSettings: { input: {} },
      UpdateRegionSettings: { input: { ResourceTypeOptInPreference: { DynamoDB: true } } },
      DescribeGlobalSettings: { input: {}, refused: "InvalidRequestException" },
      UpdateGlobalSettings: { input: { GlobalSettings: {} }, refused: "InvalidRequestException" },
      ListProtectedResourcesByBackupVault: vault,
      ListRestoreJobsByProtectedResource: { input: { ResourceArn } },
      UpdateRecoveryPointLifecycle: point,
      DisassociateRecoveryPoint: { ...point, refused: "InvalidRequestException" },
      DisassociateRecoveryPointFromParent: { ...point, refused: "InvalidRequestException" },
      TagResource: { input: { ResourceArn: vaultArn, Tags: { a: "b" } }, resource: vaultArn },
      UntagResource: { input: { ResourceArn: vaultArn, TagKeyList: ["a"] }, resource: vaultArn },
      ListTags: { input: { ResourceArn: vaultArn }, resource: vaultArn },
      GetSupportedResourceTypes: { input: {} },
      CreateRestoreTestingPlan: {
        input: { RestoreTestingPlan: testingPlanOf({ RestoreTestingPlanName: "new" }) },
        resource: "arn:aws:backup:us-east-1:123456789012:restore-testing-plan:*",
      },
      GetRestoreTestingPlan: testing,
      ListRestoreTestingPlans: { input: {} },
      UpdateRestoreTestingPlan: {
        ...testing,
        input: { RestoreTestingPlanName, RestoreTestingPlan: { StartWindowHours: 2 } },
      },
      DeleteRestoreTestingPlan: {
        input: { RestoreTestingPlanName: "other" },
        resource: otherTestingArn,
      },
      CreateRestoreTestingSelection: {
        ...testing,
        input: {
          RestoreTestingPlanName,
          RestoreTestingSelection: testingSelectionOf({ RestoreTestingSelectionName: "new" }),
        },
      },
      GetRestoreTestingSelection: tested,
      ListRestoreTestingSelections: testing,
      UpdateRestoreTestingSelection: {
        ...tested,
        input: { ...tested.input, RestoreTestingSelection: { ValidationWindowHours: 2 } },
      },
      DeleteRestoreTestingSelection: {
        ...tested,
        prepare: async () => {
          await makeTestingSelection(world, { RestoreTestingSelectionName: "short_lived" });
          return { RestoreTestingSelectionName: "short_lived" };
        },
      },
      GetRestoreTestingInferredMetadata: point,
      DeleteRecoveryPoint: {
        ...point,
        // Deleting comes first in the registry: the operations after it need the recovery point.
        prepare: async () => ({ RecoveryPointArn: (await backUp(world, "Category")).RecoveryPointArn }),
      },
    };
  });
  afterAll(() => world.close());

  it.each(Object.keys(operations))(
    "%s is authorized by its own name before it does anything",
    async (name) => {
      const { input, resource = "*" } = inputs[name as keyof typeof inputs];
      world.rule = ({ action }) => {
        throw new AwsError("AccessDeniedException", `denied: ${action}`, { status: 403 });
      };
      world.authorizations.length = 0;
      await expect(call(name, input)).rejects.toMatchObject({
        name: "AccessDeniedException",
        message: `denied: backup:${name}`,
      });
      expect(world.authorizations).toMatchObject([{ action: `backup:${name}`, resource }]);
    },
  );

  it.each(Object.keys(operations).filter((name) => name !== "StopBackupJob"))(
    "%s answers the SDK",
    async (name) => {
      world.rule = () => {};
      const { input, prepare, refused } = inputs[name as keyof typeof inputs];
      const prepared = await prepare?.();
      const answer = call(name, { ...input, ...prepared });
      if (refused) return expect(answer).rejects.toMatchObject({ name: refused });
      expect((await answer).$metadata.httpStatusCode).toBe(model[name]!.status);
    },
  );

  it.each(Object.entries(operations))("%s is the operation of AWS's API model", (name, operation) => {
    const { method, path, query = {}, status = 200 } = operation as Operation;
    expect({ method, path, query, status }).toEqual(wireOf(name));
  });

  it.each(Object.entries(unsupported))("%s is the operation of AWS's API model, too", (name, route) => {
    const { method, path } = wireOf(name);
    expect(route).toBe(`${method} ${path}`);
  });

  it.each(Object.keys(unsupported))("%s is refused by name", async (name) => {
    const labels = [...unsupported[name]!.matchAll(/\{(\w+)\}/g)].map(([, label]) => label!);
    const input = Object.fromEntries(labels.map((label) => [label, "x"]));
    await expect(call(name, input)).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: `backup:${name} isn't supported by the local cloud's AWS Backup.`,
    });
  });

  it.each(Object.keys(operations))("%s has a file and a test of its own", (name) => {
    const file = `${import.meta.dirname}/operations/${name[0]!.toLowerCase()}${name.slice(1)}`;
    expect([existsSync(`${file}.ts`), existsSync(`${file}.test.ts`)]).toEqual([true, true]);
  });

  it("and the rest together are all of the SDK", () => {
    const known = [...Object.keys(operations), ...Object.keys(unsupported)];
    expect(known.sort()).toEqual(Object.keys(model).sort());
    expect(known.map((name) => `${name}Command`).sort()).toEqual(commands.sort());
  });
});
