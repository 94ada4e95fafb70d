import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "../../errors.ts";
import {
  vaultName as BackupVaultName,
  backUp,
  backupRole,
  call,
  copy,
  copyOver,
  createWorld,
  hold,
  largeItems,
  makeKey,
  makePlan,
  makeSelection,
  makeTable,
  makeVault,
  restore,
  scanAll,
  someItems,
  startBackup,
  vaultArnOf,
  type World,
} from "./testing.ts";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.now = new Date("2026-11-25T00:00:00Z");
  // AWS Backup's own key: another than that of the world's vault.
  await call(world, "CreateBackupVault", { BackupVaultName: "other" });
});
afterEach(() => world.close());

const events = (type: string) =>
  world.events.filter((event) => event["detail-type"] === `${type} State Change`);

async function pointOf(table: string, more = {}): Promise<string> {
  return (await backUp(world, table, more)).RecoveryPointArn!;
}

const keyOf = async (name: string) =>
  (await call(world, "DescribeBackupVault", { BackupVaultName: name })).EncryptionKeyArn;

const describePoint = (RecoveryPointArn: string, vault = BackupVaultName) =>
  call(world, "DescribeRecoveryPoint", { BackupVaultName: vault, RecoveryPointArn });

describe("a copy job", () => {
  it("makes a point of the same items in the other vault, under that vault's key", async () => {
    await makeTable(world, "Item", largeItems(300), { tags: { team: "a" } });
    const source = await pointOf("Item");
    world.now = new Date("2026-11-26T00:00:00Z");
    const job = await copy(world, source, "other", { Lifecycle: { DeleteAfterDays: 30 } });
    expect(job).toMatchObject({
      CopyJobId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      AccountId: "123456789012",
      SourceBackupVaultArn: vaultArnOf(BackupVaultName),
      SourceRecoveryPointArn: source,
      DestinationBackupVaultArn: vaultArnOf("other"),
      DestinationVaultType: "BACKUP_VAULT",
      DestinationVaultLockState: "UNLOCKED",
      DestinationEncryptionKeyArn: world.kms.keyArn("alias/aws/backup"),
      DestinationRecoveryPointLifecycle: { DeleteAfterDays: 30 },
      ResourceArn: world.tables.arn("Item"),
      ResourceType: "DynamoDB",
      State: "COMPLETED",
      CreationDate: world.now,
      MessageCategory: "SUCCESS",
    });
    const copied = job.DestinationRecoveryPointArn!;
    const original = await describePoint(source);
    expect(await describePoint(copied, "other")).toMatchObject({
      EncryptionKeyArn: world.kms.keyArn("alias/aws/backup"),
      // A copy's lifecycle counts from the day of what it is a copy of:
      // https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html
      CreationDate: original.CreationDate,
      CalculatedLifecycle: { DeleteAt: new Date("2026-12-25T00:00:00Z") },
      BackupSizeInBytes: original.BackupSizeInBytes,
      ResourceArn: world.tables.arn("Item"),
    });
    expect(original.EncryptionKeyArn).not.toBe(world.kms.keyArn("alias/aws/backup"));
    expect((await call(world, "ListTags", { ResourceArn: copied })).Tags).toEqual({ team: "a" });
    await call(world, "DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn: source });
    expect((await restore(world, copied, "Restored")).Status).toBe("COMPLETED");
    expect(await scanAll(world, "Restored")).toEqual(await scanAll(world, "Item"));
  });

  // https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html#copy-job-state-change-completed
  it("is told to EventBridge as state, with its size as a number", async () => {
    await makeTable(world, "Category", someItems(2));
    const source = await pointOf("Category");
    world.events.length = 0;
    const job = await copy(world, source, "other");
    const common = {
      sourceBackupVaultArn: vaultArnOf(BackupVaultName),
      destinationBackupVaultArn: vaultArnOf("other"),
      creationDate: "2026-11-25T00:00:00.000Z",
    };
    expect(events("Copy Job").map(({ detail }) => detail)).toEqual([
      { ...common, state: "CREATED" },
      {
        ...common,
        state: "RUNNING",
        copyJobId: job.CopyJobId,
        backupSizeInBytes: job.BackupSizeInBytes,
        iamRoleArn: backupRole,
        resourceArn: world.tables.arn("Category"),
        resourceType: "DynamoDB",
        destinationRecoveryPointArn: {},
      },
      expect.objectContaining({
        state: "COMPLETED",
        completionDate: "2026-11-25T00:00:00.000Z",
        destinationRecoveryPointArn: job.DestinationRecoveryPointArn,
      }),
    ]);
    expect(events("Copy Job")[0]!.resources).toEqual([source]);
    expect(events("Recovery Point").map(({ resources, detail }) => [resources, detail.status])).toEqual([
      [[job.DestinationRecoveryPointArn], "COMPLETED"],
    ]);
  });

  it("asks whether its role may copy out of the one vault and into the other", async () => {
    await makeTable(world, "Category");
    const source = await pointOf("Category");
    world.authorizations.length = 0;
    await copy(world, source, "other");
    expect(world.authorizations.slice(0, 4)).toMatchObject([
      { action: "backup:StartCopyJob", resource: source },
      { action: "iam:PassRole", resource: backupRole },
      {
        principal: backupRole,
        action: "backup:CopyFromBackupVault",
        resource: source,
        context: { "backup:CopyTargets": [vaultArnOf("other")] },
      },
      { principal: backupRole, action: "backup:CopyIntoBackupVault", resource: vaultArnOf("other") },
    ]);
  });

  it.each(["backup:CopyFromBackupVault", "backup:CopyIntoBackupVault"])(
    "fails when its role lacks %s, and leaves nothing",
    async (lacking) => {
      await makeTable(world, "Category");
      const source = await pointOf("Category");
      world.rule = ({ principal, action }) => {
        if (principal === backupRole && action === lacking)
          throw new AwsError("AccessDeniedException", `${principal} is not authorized to perform: ${action}`);
      };
      expect(await copy(world, source, "other")).toMatchObject({
        State: "FAILED",
        StatusMessage: `${backupRole} is not authorized to perform: ${lacking}`,
      });
      expect(events("Copy Job").at(-1)!.detail).toMatchObject({ state: "FAILED" });
      expect(await readdir(join(world.dataDir, "backup", "vaults", "other"))).toEqual(["vault.json"]);
    },
  );

  it.each([
    ["kms:Decrypt", "the key of the one vault", () => keyOf(BackupVaultName)],
    ["kms:GenerateDataKey", "the key of the other", () => keyOf("keyed")],
  ])("fails when its role lacks %s on %s", async (lacking, _, key) => {
    await makeTable(world, "Category");
    const EncryptionKeyArn = await makeKey(world, {}, "OtherKey");
    await call(world, "CreateBackupVault", { BackupVaultName: "keyed", EncryptionKeyArn });
    const source = await pointOf("Category");
    const keyArn = await key();
    world.rule = ({ principal, action, resource }) => {
      if (principal === backupRole && action === lacking && resource === keyArn)
        throw new AwsError("AccessDeniedException", `not authorized to perform: ${action}`);
    };
    expect(await copy(world, source, "keyed")).toMatchObject({
      State: "FAILED",
      StatusMessage: expect.stringMatching(
        /^KMS key is either disabled or pending deletion or access to KMS key is denied\. not authorized/,
      ),
    });
    expect(await readdir(join(world.dataDir, "backup", "vaults", "keyed"))).toEqual(["vault.json"]);
  });

  // The messages are AWS's: https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-dashboards.html
  it("fails when the lock of the vault doesn't take its retention", async () => {
    await makeTable(world, "Category");
    const source = await pointOf("Category");
    await call(world, "PutBackupVaultLockConfiguration", {
      BackupVaultName: "other",
      MinRetentionDays: 7,
      MaxRetentionDays: 30,
    });
    for (const DeleteAfterDays of [6, 31, undefined]) {
      expect(await copy(world, source, "other", { Lifecycle: { DeleteAfterDays } })).toMatchObject({
        State: "FAILED",
        StatusMessage:
          "Copy job failed. The retention specified in the job is not within the range specified for the target Backup Vault.",
      });
    }
    expect(await copy(world, source, "other", { Lifecycle: { DeleteAfterDays: 7 } })).toMatchObject({
      State: "COMPLETED",
    });
  });

  it.each([
    [
      "arn:aws:backup:us-east-1:210987654321:backup-vault:other",
      "Copy job failed. Both source and destination account must be a member of the same organization.",
    ],
    [
      "arn:aws:backup:eu-west-1:123456789012:backup-vault:other",
      "Copy job failed. The local cloud has one Region, us-east-1: it can't hold the backup vault arn:aws:backup:eu-west-1:123456789012:backup-vault:other.",
    ],
    [
      vaultArnOf("none"),
      `Copy job failed because the destination backup vault ${vaultArnOf("none")} does not exist.`,
    ],
  ])("to %s fails and says why", async (DestinationBackupVaultArn, StatusMessage) => {
    await makeTable(world, "Category");
    const source = await pointOf("Category");
    expect(await copy(world, source, "other", { DestinationBackupVaultArn })).toMatchObject({
      State: "FAILED",
      StatusMessage,
    });
  });

  it("fails when the point is damaged, and says where", async () => {
    await makeTable(world, "Category", someItems(2));
    const source = await pointOf("Category");
    const folder = join(world.dataDir, "backup", "vaults", BackupVaultName, source.split(":").at(-1)!);
    const chunk = join(folder, (await readdir(folder)).find((name) => name.endsWith(".chunk"))!);
    const bytes = await readFile(chunk);
    bytes[10]! ^= 1;
    await writeFile(chunk, bytes);
    expect(await copy(world, source, "other")).toMatchObject({
      State: "FAILED",
      StatusMessage: expect.stringMatching(/^Recovery point .* is damaged: chunk 1 of \d/),
    });
    expect(await readdir(join(world.dataDir, "backup", "vaults", "other"))).toEqual(["vault.json"]);
  });

  it("waits for other jobs of its table, and keeps its point until it has read it", async () => {
    await makeTable(world, "Category", someItems(2));
    const source = await pointOf("Category");
    const { held, letGo } = hold(world, "Scan");
    await startBackup(world, "Category");
    await held;
    const { CopyJobId } = await call(world, "StartCopyJob", {
      RecoveryPointArn: source,
      SourceBackupVaultName: BackupVaultName,
      DestinationBackupVaultArn: vaultArnOf("other"),
      IamRoleArn: backupRole,
    });
    expect((await call(world, "DescribeCopyJob", { CopyJobId })).CopyJob.State).toBe("CREATED");
    await expect(
      call(world, "DeleteRecoveryPoint", { BackupVaultName, RecoveryPointArn: source }),
    ).rejects.toMatchObject({ name: "InvalidResourceStateException" });
    await expect(call(world, "DeleteBackupVault", { BackupVaultName: "other" })).rejects.toMatchObject({
      Code: "ERROR_9101",
    });
    letGo();
    expect((await copyOver(world, CopyJobId)).State).toBe("COMPLETED");
  });

  it("is FAILED after a crash unless its point is there", async () => {
    await makeTable(world, "Category", someItems(2));
    const source = await pointOf("Category");
    const done = await copy(world, source, "other");
    const { held } = hold(world, "Scan");
    await startBackup(world, "Category");
    await held;
    const waiting = await call(world, "StartCopyJob", {
      RecoveryPointArn: source,
      SourceBackupVaultName: BackupVaultName,
      DestinationBackupVaultArn: vaultArnOf("other"),
      IamRoleArn: backupRole,
    });
    await world.crash();
    expect(await copyOver(world, waiting.CopyJobId)).toMatchObject({
      State: "FAILED",
      StatusMessage: "The local cloud ended before this job did.",
    });
    expect((await copyOver(world, done.CopyJobId!)).State).toBe("COMPLETED");
  });
});

describe("a rule's copy actions", () => {
  const daily = {
    RuleName: "daily",
    CopyActions: [
      { DestinationBackupVaultArn: vaultArnOf("other"), Lifecycle: { DeleteAfterDays: 90 } },
      { DestinationBackupVaultArn: "arn:aws:backup:eu-west-1:123456789012:backup-vault:far" },
    ],
  };

  it("start when the rule's backup is done, each with its own lifecycle", async () => {
    const { ref: planId } = await makePlan(world, [daily]);
    await makeSelection(world, planId, {});
    await makeTable(world, "Category", someItems(2));
    await world.clock.advance(new Date("2026-11-25T05:00:00Z"));
    const { BackupJobs } = await call(world, "ListBackupJobs");
    const { CopyJobs } = await call(world, "ListCopyJobs");
    expect(CopyJobs).toHaveLength(2);
    for (const job of CopyJobs) {
      expect(job).toMatchObject({
        SourceRecoveryPointArn: BackupJobs[0].RecoveryPointArn,
        CreatedByBackupJobId: BackupJobs[0].BackupJobId,
        CreatedBy: { BackupPlanId: planId, BackupRuleName: "daily" },
        IamRoleArn: backupRole,
      });
    }
    const ofVault = await call(world, "ListCopyJobs", { ByDestinationVaultArn: vaultArnOf("other") });
    expect(ofVault.CopyJobs).toMatchObject([
      { State: "COMPLETED", DestinationRecoveryPointLifecycle: { DeleteAfterDays: 90 } },
    ]);
    expect((await call(world, "ListCopyJobs", { ByState: "FAILED" })).CopyJobs).toMatchObject([
      { DestinationBackupVaultArn: "arn:aws:backup:eu-west-1:123456789012:backup-vault:far" },
    ]);
    expect(events("Copy Job").at(-1)!.detail).toMatchObject({
      createdBy: { backupPlanId: planId, backupPlanRuleId: expect.any(String) },
    });
  });

  it("are those of the version that the backup was started by", async () => {
    const { ref: planId } = await makePlan(world, [daily]);
    await makeSelection(world, planId, {});
    await makeTable(world, "Category", someItems(2));
    const { held, letGo } = hold(world, "Scan");
    const advanced = world.clock.advance(new Date("2026-11-25T05:00:00Z"));
    await held;
    await makePlan(world, [{ RuleName: "daily" }]);
    letGo();
    await advanced;
    expect((await call(world, "ListCopyJobs")).CopyJobs).toHaveLength(2);
  });

  it("don't start when the backup failed", async () => {
    const { ref: planId } = await makePlan(world, [daily]);
    await makeSelection(world, planId, {});
    await makeTable(world, "Category");
    world.rule = ({ action }) => {
      if (action === "dynamodb:StartAwsBackupJob") throw new AwsError("AccessDeniedException", "denied");
    };
    await world.clock.advance(new Date("2026-11-25T05:00:00Z"));
    expect((await call(world, "ListCopyJobs")).CopyJobs).toEqual([]);
  });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/lag-vault-primary-backup.html
describe("a logically air-gapped vault", () => {
  const airGapped = vaultArnOf("air-gapped");
  beforeEach(async () => {
    await call(world, "CreateLogicallyAirGappedBackupVault", {
      BackupVaultName: "air-gapped",
      MinRetentionDays: 7,
      MaxRetentionDays: 35,
    });
    await makeTable(world, "Category", someItems(2));
  });

  it("takes a rule's points right away", async () => {
    const { ref } = await makePlan(world, [
      {
        RuleName: "daily",
        TargetLogicallyAirGappedBackupVaultArn: airGapped,
        Lifecycle: { DeleteAfterDays: 35 },
      },
    ]);
    await makeSelection(world, ref, {});
    await world.clock.advance(new Date("2026-11-25T05:00:00Z"));
    expect((await call(world, "ListBackupJobs")).BackupJobs).toMatchObject([
      {
        State: "COMPLETED",
        BackupVaultName: "air-gapped",
        VaultType: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
        VaultLockState: "LOCKED",
      },
    ]);
  });

  it("takes a backup on demand, and copies, within its retention", async () => {
    const LogicallyAirGappedBackupVaultArn = airGapped;
    const Lifecycle = { DeleteAfterDays: 7 };
    const job = await backUp(world, "Category", { LogicallyAirGappedBackupVaultArn, Lifecycle });
    expect(job).toMatchObject({ State: "COMPLETED", BackupVaultName: "air-gapped" });
    const source = await pointOf("Category");
    expect(await copy(world, source, "air-gapped", { Lifecycle })).toMatchObject({
      State: "COMPLETED",
      DestinationVaultType: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
      DestinationVaultLockState: "LOCKED",
    });
    expect((await copy(world, source, "air-gapped")).State).toBe("FAILED");
    await expect(startBackup(world, "Category", { BackupVaultName: "air-gapped" })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: expect.stringContaining("Backup vault air-gapped is logically air-gapped"),
    });
  });
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
describe("without DynamoDB's advanced features", () => {
  beforeEach(async () => {
    await call(world, "UpdateRegionSettings", { ResourceTypeManagementPreference: { DynamoDB: false } });
    await makeTable(world, "Category", someItems(2), { tags: { team: "a" } });
  });

  it("a point is a backup of DynamoDB's own: no cold storage, no tags, not the vault's key", async () => {
    await makeVault(world, { BackupVaultName: "plain" });
    const { RecoveryPointArn, BackupJobId } = await startBackup(world, "Category", {
      Lifecycle: { MoveToColdStorageAfterDays: 1, DeleteAfterDays: 91 },
    });
    expect(RecoveryPointArn).toBeUndefined();
    const pointArn = (await backUpOver(BackupJobId!)).RecoveryPointArn;
    expect(pointArn).toMatch(
      /^arn:aws:dynamodb:us-east-1:123456789012:table\/Category\/backup\/01795564800000-[0-9a-f]{8}$/,
    );
    const point = await describePoint(pointArn);
    expect(point).toMatchObject({
      Lifecycle: { DeleteAfterDays: 91 },
      EncryptionKeyArn: world.kms.keyArn("alias/aws/dynamodb"),
      Status: "COMPLETED",
      StorageClass: "WARM",
    });
    expect(point.CalculatedLifecycle.MoveToColdStorageAt).toBeUndefined();
    await expect(call(world, "ListTags", { ResourceArn: pointArn })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
  });

  it("a point is made and restored with DynamoDB's own permissions, also when they are back on", async () => {
    world.authorizations.length = 0;
    const pointArn = (await backUp(world, "Category")).RecoveryPointArn!;
    await call(world, "UpdateRegionSettings", { ResourceTypeManagementPreference: { DynamoDB: true } });
    await world.crash();
    expect((await restore(world, pointArn, "Restored")).Status).toBe("COMPLETED");
    expect(await scanAll(world, "Restored")).toEqual(await scanAll(world, "Category"));
    const asked = world.authorizations.map(({ action }) => action);
    expect(asked).toContain("dynamodb:CreateBackup");
    expect(asked).toContain("dynamodb:RestoreTableFromBackup");
    expect(asked.filter((action) => action.includes("AwsBackup"))).toEqual([]);
  });

  it("nothing is copied", async () => {
    const pointArn = (await backUp(world, "Category")).RecoveryPointArn!;
    const why = `Recovery point ${pointArn} can't be copied: it was made without AWS Backup's advanced features for DynamoDB.`;
    await expect(copy(world, pointArn, "other")).rejects.toMatchObject({
      name: "InvalidRequestException",
      message: why,
    });
    const CopyActions = [{ DestinationBackupVaultArn: vaultArnOf("other") }];
    const { ref } = await makePlan(world, [{ RuleName: "daily", CopyActions }]);
    await makeSelection(world, ref, {});
    await world.clock.advance(new Date("2026-11-25T05:00:00Z"));
    expect((await call(world, "ListCopyJobs")).CopyJobs).toMatchObject([
      {
        State: "FAILED",
        StatusMessage: expect.stringContaining("it was made without AWS Backup's advanced"),
      },
    ]);
  });

  async function backUpOver(BackupJobId: string): Promise<Record<string, any>> {
    for (;;) {
      const job = await call(world, "DescribeBackupJob", { BackupJobId });
      if (job.CompletionDate) return job;
    }
  }
});

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html
describe("where DynamoDB isn't opted in", () => {
  it.each([
    [
      "a plan leaves tables that it selects by tags",
      { ListOfTags: [{ ConditionType: "STRINGEQUALS", ConditionKey: "backup", ConditionValue: "yes" }] },
      0,
    ],
    ["a plan leaves tables that it selects with everything else", { Resources: ["*"] }, 0],
    ["a plan backs up tables that it names", { Resources: ["arn:aws:dynamodb:*:*:table/*"] }, 1],
  ])("%s", async (_, selection, count) => {
    await call(world, "UpdateRegionSettings", { ResourceTypeOptInPreference: { DynamoDB: false } });
    await makeTable(world, "Category", [], { tags: { backup: "yes" } });
    const { ref } = await makePlan(world, [{ RuleName: "daily" }]);
    await makeSelection(world, ref, selection);
    await world.clock.advance(new Date("2026-11-25T05:00:00Z"));
    expect((await call(world, "ListBackupJobs")).BackupJobs).toHaveLength(count);
  });
});
