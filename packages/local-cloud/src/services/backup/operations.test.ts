import { readdir } from "node:fs/promises";
import { join } from "node:path";
import * as sdk from "@aws-sdk/client-backup";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "../../errors.ts";
import { createIam } from "../../iam/iam.ts";
import { place, root } from "../kms/testing.ts";
import { operations } from "./operations.ts";
import {
  vaultName as BackupVaultName,
  backUp,
  backupOver,
  createWorld,
  hold,
  makePlan,
  makeSelection,
  makeTable,
  makeVault,
  restore,
  restoreOver,
  restoreRole,
  someItems,
  startBackup,
  startRestore,
  type World,
} from "./testing.ts";
import { unsupported } from "./unsupported.ts";

let world: World;
let planId: string;
let RecoveryPointArn: string;
const vaultArn = `arn:aws:backup:us-east-1:123456789012:backup-vault:${BackupVaultName}`;

async function start() {
  world = await createWorld();
  planId = (await makePlan(world, [{ RuleName: "daily" }], { BackupPlanTags: { plan: "p" } })).ref;
  await makeTable(world, "Category", someItems(2));
  RecoveryPointArn = (await backUp(world, "Category")).RecoveryPointArn!;
}

const commands: Record<string, unknown> = Object.fromEntries(
  Object.entries(sdk).filter(([name]) => name.endsWith("Command") && name !== "$Command"),
);

/** Any command of the SDK by the operation's name. */
function call(name: string, input: Record<string, unknown>): Promise<Record<string, any>> {
  const Command = commands[`${name}Command`] as new (input: object) => never;
  return world.client.send(new Command(input));
}

describe("every operation of the registry", () => {
  let inputs: Record<keyof typeof operations, { input: Record<string, unknown>; resource?: string }>;

  beforeAll(async () => {
    await start();
    const { ref: SelectionId } = await makeSelection(world, planId, {});
    const BackupPlanId = planId;
    const planArn = `arn:aws:backup:us-east-1:123456789012:backup-plan:${planId}`;
    const ResourceArn = world.tables.arn("Category");
    const { RestoreJobId } = await restore(world, RecoveryPointArn, "Restored");
    const { BackupJobId } = await backUp(world, "Category");
    const vault = { input: { BackupVaultName }, resource: vaultArn };
    const { ref: empty, attributes } = await makeVault(world, { BackupVaultName: "empty" });
    const point = { input: { BackupVaultName, RecoveryPointArn }, resource: RecoveryPointArn };
    const Metadata = { targetTableName: "Again" };
    inputs = {
      DescribeBackupVault: vault,
      ListBackupVaults: { input: {} },
      PutBackupVaultAccessPolicy: { ...vault, input: { BackupVaultName, Policy: '{"Statement":[]}' } },
      GetBackupVaultAccessPolicy: vault,
      DeleteBackupVaultAccessPolicy: vault,
      DeleteBackupVaultLockConfiguration: vault,
      DeleteBackupVault: {
        input: { BackupVaultName: empty },
        resource: attributes?.BackupVaultArn as string,
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
      DescribeRegionSettings: { input: {} },
      ListTags: { input: { ResourceArn: vaultArn }, resource: vaultArn },
      GetSupportedResourceTypes: { input: {} },
      DeleteRecoveryPoint: point,
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
      if (name === "GetBackupVaultAccessPolicy")
        await call("PutBackupVaultAccessPolicy", inputs.PutBackupVaultAccessPolicy.input);
      // Deleting comes first in the registry: the operations after it need a recovery point.
      const input =
        name === "DeleteRecoveryPoint"
          ? { BackupVaultName, RecoveryPointArn: (await backUp(world, "Category")).RecoveryPointArn }
          : inputs[name as keyof typeof inputs].input;
      const { $metadata } = await call(name, input);
      expect($metadata.httpStatusCode).toBe(name === "PutRestoreValidationResult" ? 204 : 200);
    },
  );

  it.each(Object.keys(unsupported))("%s is refused by name", async (name) => {
    const labels = [...unsupported[name]!.matchAll(/\{(\w+)\}/g)].map(([, label]) => label!);
    const input = Object.fromEntries(labels.map((label) => [label, "x"]));
    await expect(call(name, input)).rejects.toMatchObject({
      name: "UnknownOperationException",
      message: `backup:${name} isn't supported by the local cloud's AWS Backup.`,
    });
  });

  it("and the rest together are all of the SDK", () => {
    const known = [...Object.keys(operations), ...Object.keys(unsupported)].map((name) => `${name}Command`);
    expect(known.sort()).toEqual(Object.keys(commands).sort());
  });
});

describe("operations", () => {
  beforeEach(start);
  afterEach(() => world.close());

  it("describe a vault with its key, its lock and the number of its points", async () => {
    expect(await call("DescribeBackupVault", { BackupVaultName })).toMatchObject({
      BackupVaultArn: vaultArn,
      NumberOfRecoveryPoints: 1,
      EncryptionKeyArn: expect.stringMatching(/^arn:aws:kms:us-east-1:123456789012:key\//),
      Locked: false,
      CreationDate: expect.any(Date),
    });
    const { BackupVaultList } = await call("ListBackupVaults", {});
    expect(BackupVaultList).toMatchObject([{ BackupVaultName, NumberOfRecoveryPoints: 1 }]);
  });

  it("give a plan as AWS has it", async () => {
    const { BackupPlan, VersionId } = await call("GetBackupPlan", { BackupPlanId: planId });
    expect(BackupPlan).toEqual({
      BackupPlanName: "holdfast",
      Rules: [
        {
          RuleId: expect.any(String),
          RuleName: "daily",
          TargetBackupVaultName: BackupVaultName,
          ScheduleExpression: "cron(0 5 ? * * *)",
          ScheduleExpressionTimezone: "Etc/UTC",
          StartWindowMinutes: 480,
          CompletionWindowMinutes: 10_080,
        },
      ],
    });
    expect((await call("ListBackupPlans", {})).BackupPlansList).toMatchObject([
      { BackupPlanId: planId, VersionId },
    ]);
    await expect(call("GetBackupPlan", { BackupPlanId: planId, VersionId: "old" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("give a selection as AWS has it", async () => {
    const Conditions = { StringEquals: [{ ConditionKey: "aws:ResourceTag/a", ConditionValue: "b" }] };
    const { ref: SelectionId } = await makeSelection(world, planId, { Resources: ["*"], Conditions });
    const { BackupSelection } = await call("GetBackupSelection", { BackupPlanId: planId, SelectionId });
    expect(BackupSelection).toMatchObject({ SelectionName: "tagged", Resources: ["*"], Conditions });
    const { BackupSelectionsList } = await call("ListBackupSelections", { BackupPlanId: planId });
    expect(BackupSelectionsList).toMatchObject([{ SelectionId, BackupPlanId: planId }]);
  });

  it("list page by page, newest first, and don't repeat when something is added meanwhile", async () => {
    const arns = [RecoveryPointArn];
    for (let hour = 1; hour <= 3; hour++) {
      world.now = new Date(world.now.getTime() + 3_600_000);
      arns.unshift((await backUp(world, "Category")).RecoveryPointArn!);
    }
    const found: string[] = [];
    let NextToken: string | undefined;
    do {
      const page = await call("ListRecoveryPointsByBackupVault", {
        BackupVaultName,
        MaxResults: 2,
        NextToken,
      });
      found.push(
        ...page.RecoveryPoints.map((point: sdk.RecoveryPointByBackupVault) => point.RecoveryPointArn),
      );
      NextToken = page.NextToken;
      world.now = new Date(world.now.getTime() + 3_600_000);
      await backUp(world, "Category");
    } while (NextToken);
    expect(found).toEqual(arns);
  });

  it.each([0, 1001])("refuse pages of %d", async (MaxResults) => {
    await expect(call("ListBackupJobs", { MaxResults })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: "MaxResults: it has to be from 1 to 1000",
    });
  });

  it("refuse a token that no list gave", async () => {
    await expect(call("ListBackupJobs", { NextToken: "bogus" })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
  });

  it("filter recovery points", async () => {
    await makeTable(world, "Item");
    const cut = new Date(world.now.getTime() + 1_800_000);
    world.now = new Date(world.now.getTime() + 3_600_000);
    const item = (await backUp(world, "Item")).RecoveryPointArn!;
    const list = async (by: Record<string, unknown>) =>
      (await call("ListRecoveryPointsByBackupVault", { BackupVaultName, ...by })).RecoveryPoints.map(
        (point: sdk.RecoveryPointByBackupVault) => point.RecoveryPointArn,
      );
    expect(await list({ ByResourceArn: world.tables.arn("Item") })).toEqual([item]);
    expect(await list({ ByCreatedAfter: cut })).toEqual([item]);
    expect(await list({ ByCreatedBefore: cut })).toEqual([RecoveryPointArn]);
    expect(await list({ ByResourceType: "EFS" })).toEqual([]);
    expect(await list({ ByBackupPlanId: planId })).toEqual([]);
    const { RecoveryPoints } = await call("ListRecoveryPointsByResource", {
      ResourceArn: world.tables.arn("Item"),
    });
    expect(RecoveryPoints).toMatchObject([{ RecoveryPointArn: item, Status: "COMPLETED", BackupVaultName }]);
  });

  it("filter jobs", async () => {
    await makeTable(world, "Item");
    const cut = new Date(world.now.getTime() + 1_800_000);
    world.now = new Date(world.now.getTime() + 3_600_000);
    await backUp(world, "Item");
    const names = async (by: Record<string, unknown>) =>
      (await call("ListBackupJobs", by)).BackupJobs.map((job: sdk.BackupJob) => job.ResourceName);
    expect(await names({})).toEqual(["Item", "Category"]);
    expect(await names({ ByResourceArn: world.tables.arn("Item") })).toEqual(["Item"]);
    expect(await names({ ByCreatedBefore: cut })).toEqual(["Category"]);
    expect(await names({ ByCompleteAfter: cut })).toEqual(["Item"]);
    expect(await names({ ByState: sdk.BackupJobState.FAILED })).toEqual([]);
    expect(await names({ ByBackupVaultName: "other" })).toEqual([]);
  });

  it("filter restore jobs", async () => {
    await restore(world, RecoveryPointArn, "New");
    await restore(world, RecoveryPointArn, "New");
    const targets = async (by: Record<string, unknown>) =>
      (await call("ListRestoreJobs", by)).RestoreJobs.map((job: sdk.RestoreJobsListMember) => job.Status);
    expect((await targets({})).sort()).toEqual(["COMPLETED", "FAILED"]);
    expect(await targets({ ByStatus: "FAILED" })).toEqual(["FAILED"]);
    expect(await targets({ ByRestoreTestingPlanArn: "arn:any" })).toEqual([]);
    expect(await targets({ ByCreatedAfter: new Date(world.now.getTime() + 1000) })).toEqual([]);
  });

  it("keep the restore job's metadata and take its validation once", async () => {
    const { RestoreJobId } = await restore(world, RecoveryPointArn, "New");
    expect(await call("GetRestoreJobMetadata", { RestoreJobId })).toMatchObject({
      Metadata: { targetTableName: "New", encryptionType: "Default" },
    });
    await call("PutRestoreValidationResult", { RestoreJobId, ValidationStatus: "VALIDATING" });
    await call("PutRestoreValidationResult", {
      RestoreJobId,
      ValidationStatus: "SUCCESSFUL",
      ValidationStatusMessage: "2 items",
    });
    expect(await call("DescribeRestoreJob", { RestoreJobId })).toMatchObject({
      ValidationStatus: "SUCCESSFUL",
      ValidationStatusMessage: "2 items",
    });
    await expect(
      call("PutRestoreValidationResult", { RestoreJobId, ValidationStatus: "FAILED" }),
    ).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: `Restore job ${RestoreJobId} already has the validation status SUCCESSFUL.`,
    });
    await expect(
      call("PutRestoreValidationResult", { RestoreJobId, ValidationStatus: "GOOD" }),
    ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  });

  it("tell a protected resource's newest point and restore", async () => {
    world.now = new Date(world.now.getTime() + 3_600_000);
    const { RecoveryPointArn: newest } = await backUp(world, "Category");
    await restore(world, newest!, "New");
    const ResourceArn = world.tables.arn("Category");
    expect((await call("ListProtectedResources", {})).Results).toMatchObject([
      { ResourceArn, LastRecoveryPointArn: newest, LastBackupTime: world.now },
    ]);
    expect(await call("DescribeProtectedResource", { ResourceArn })).toMatchObject({
      LastRecoveryPointArn: newest,
      LatestRestoreRecoveryPointCreationDate: world.now,
    });
    const none = call("DescribeProtectedResource", { ResourceArn: world.tables.arn("New") });
    await expect(none).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  it("say that advanced features for DynamoDB are on", async () => {
    expect(await call("DescribeRegionSettings", {})).toMatchObject({
      ResourceTypeOptInPreference: { DynamoDB: true },
      ResourceTypeManagementPreference: { DynamoDB: true },
    });
  });

  it("refuse what isn't there, as AWS does", async () => {
    const missing = { name: "ResourceNotFoundException" };
    await expect(call("DescribeBackupVault", { BackupVaultName: "none" })).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("Insufficient privileges to perform this action."),
    });
    await expect(call("DescribeBackupJob", { BackupJobId: "none" })).rejects.toMatchObject(missing);
    await expect(call("DescribeRestoreJob", { RestoreJobId: "none" })).rejects.toMatchObject(missing);
    await expect(call("GetBackupPlan", { BackupPlanId: "none" })).rejects.toMatchObject(missing);
    await expect(call("GetBackupVaultAccessPolicy", { BackupVaultName })).rejects.toMatchObject(missing);
    await expect(
      call("DescribeRecoveryPoint", { BackupVaultName, RecoveryPointArn: "arn:none" }),
    ).rejects.toMatchObject(missing);
    await expect(call("ListTags", { ResourceArn: "arn:none" })).rejects.toMatchObject(missing);
  });

  it("refuse a bad vault name and a policy that isn't one", async () => {
    const invalid = { name: "InvalidParameterValueException" };
    await expect(call("DescribeBackupVault", { BackupVaultName: "a" })).rejects.toMatchObject(invalid);
    for (const Policy of ["{", "[]", "{}"]) {
      await expect(call("PutBackupVaultAccessPolicy", { BackupVaultName, Policy })).rejects.toMatchObject(
        invalid,
      );
    }
  });

  it("refuse to delete a point that is being restored", async () => {
    const { held, letGo } = hold(world, "BatchWriteItemCommand");
    const { RestoreJobId } = await startRestore(world, RecoveryPointArn, "New");
    await held;
    await expect(call("DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn })).rejects.toMatchObject({
      name: "InvalidResourceStateException",
    });
    letGo();
    expect((await restoreOver(world, RestoreJobId!)).Status).toBe("COMPLETED");
    await call("DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn });
    expect((await call("DescribeBackupVault", { BackupVaultName })).NumberOfRecoveryPoints).toBe(0);
  });

  it("delete a vault when it is empty, and not before", async () => {
    await expect(call("DeleteBackupVault", { BackupVaultName })).rejects.toMatchObject({
      name: "InvalidRequestException",
      Code: "ERROR_9101",
      message: "Backup vault cannot be deleted because it contains recovery points.",
    });
    await call("DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn });
    await call("DeleteBackupVault", { BackupVaultName });
    expect((await call("ListBackupVaults", {})).BackupVaultList).toEqual([]);
    expect(await readdir(join(world.dataDir, "backup", "vaults"))).toEqual([]);
  });

  it("refuse to delete a vault that a job writes to", async () => {
    await call("DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn });
    const { held, letGo } = hold(world, "ScanCommand");
    const { BackupJobId } = await startBackup(world, "Category");
    await held;
    await expect(call("DeleteBackupVault", { BackupVaultName })).rejects.toMatchObject({
      Code: "ERROR_9101",
    });
    letGo();
    expect((await backupOver(world, BackupJobId!)).State).toBe("COMPLETED");
  });

  it("take a lock off as long as it can be changed", async () => {
    world.now = new Date("2026-11-22T00:00:00Z");
    await makeVault(world, { LockConfiguration: { MinRetentionDays: 1, ChangeableForDays: 3 } });
    await call("DeleteBackupVaultLockConfiguration", { BackupVaultName });
    expect(await call("DescribeBackupVault", { BackupVaultName })).toMatchObject({ Locked: false });

    await makeVault(world, { LockConfiguration: { MinRetentionDays: 2, ChangeableForDays: 3 } });
    world.now = new Date("2026-11-25T00:00:00Z");
    await expect(call("DeleteBackupVaultLockConfiguration", { BackupVaultName })).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: expect.stringContaining("since 2026-11-25T00:00:00.000Z"),
    });
  });

  it("refuse to delete a point of a locked vault", async () => {
    await makeVault(world, { LockConfiguration: { MinRetentionDays: 1 } });
    await expect(call("DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn })).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: expect.stringContaining(`Backup vault ${BackupVaultName} is locked`),
    });
  });
});

describe("a vault's policy", () => {
  beforeEach(start);
  afterEach(() => world.close());

  it("governs the vault and the recovery points in it, and nothing else", async () => {
    const Policy = JSON.stringify({
      Statement: [{ Effect: "Deny", Principal: "*", Action: "backup:Delete*" }],
    });
    expect(world.backup.resourcePolicy(RecoveryPointArn)).toBeUndefined();
    await call("PutBackupVaultAccessPolicy", { BackupVaultName, Policy });
    expect(world.backup.resourcePolicy(vaultArn)).toBe(Policy);
    expect(world.backup.resourcePolicy(RecoveryPointArn)).toBe(Policy);
    expect(world.backup.resourcePolicy(world.tables.arn("Category"))).toBeUndefined();
    expect((await call("GetBackupVaultAccessPolicy", { BackupVaultName })).Policy).toBe(Policy);
    await call("DeleteBackupVaultAccessPolicy", { BackupVaultName });
    expect(world.backup.resourcePolicy(vaultArn)).toBeUndefined();
  });

  it("keeps a point from being deleted when it denies that", async () => {
    await call("PutBackupVaultAccessPolicy", {
      BackupVaultName,
      Policy: JSON.stringify({
        Statement: [{ Effect: "Deny", Principal: "*", Action: "backup:DeleteRecoveryPoint" }],
      }),
    });
    const { authorize } = createIam({
      dataDir: world.dataDir,
      place,
      clock: { now: () => world.now },
      resourcePolicy: (arn) => world.backup.resourcePolicy(arn),
      log: () => {},
    });
    await world.restart({ authorize, principalOfRole: () => root });
    await expect(call("DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn })).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("with an explicit deny in a resource-based policy"),
    });
    expect(await call("DescribeRecoveryPoint", { BackupVaultName, RecoveryPointArn })).toMatchObject({
      Status: "COMPLETED",
    });
  });
});
