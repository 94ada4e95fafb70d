import { RemovalPolicy } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { definePolicy } from "../define-policy.ts";
import { toRegion } from "../rules/copies.ts";
import { days } from "../rules/duration.ts";
import { policyInput, rule } from "../testing.ts";
import { ProtectedVault } from "./protected-vault.ts";
import { ACCOUNT, arn, type Statement, statements, template, testStack, vault } from "./testing.ts";

const backupAdmin = arn(`:iam::${ACCOUNT}:role/test-holdfast-BackupAdmin`);

describe("the vault's policy", () => {
  const policyOf = (changes: Parameters<typeof vault>[0] = {}): Statement[] =>
    Object.values(template({ vault: vault(changes) }).findResources("AWS::Backup::BackupVault"))[0]!
      .Properties.AccessPolicy.Statement;

  it("lets only BackupAdmin take anything away", () => {
    expect(policyOf()).toEqual([
      {
        Sid: "OnlyBackupAdminTakesAway",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Resource: "*",
        Action: [
          "backup:DeleteBackupVault",
          "backup:DeleteBackupVaultAccessPolicy",
          "backup:DeleteBackupVaultLockConfiguration",
          "backup:DeleteRecoveryPoint",
          "backup:DisassociateRecoveryPoint",
          "backup:DisassociateRecoveryPointFromParent",
          "backup:PutBackupVaultAccessPolicy",
          "backup:PutBackupVaultLockConfiguration",
          "backup:UpdateRecoveryPointLifecycle",
        ],
        Condition: { ArnNotEquals: { "aws:PrincipalArn": backupAdmin } },
      },
    ]);
  });

  it("lets the policy's own governance lock be put by whoever makes the vault, and no other", () => {
    const [others, ...lock] = policyOf({ lock: { kind: "governance", minDays: 7, maxDays: 400 } });
    expect(others!.Action).not.toContain("backup:PutBackupVaultLockConfiguration");
    expect(others!.Action).toContain("backup:DeleteBackupVaultLockConfiguration");
    for (const { Effect, Action, Condition } of lock) {
      expect([Effect, Action]).toEqual(["Deny", "backup:PutBackupVaultLockConfiguration"]);
      expect(Condition).toMatchObject({ ArnNotEquals: { "aws:PrincipalArn": backupAdmin } });
    }
    expect(lock.map(({ Condition: { ArnNotEquals, ...condition } = {} }) => condition)).toEqual([
      { NumericNotEquals: { "backup:MinRetentionDays": "7" } },
      { NumericNotEquals: { "backup:MaxRetentionDays": "400" } },
      { Null: { "backup:ChangeableForDays": "false" } },
    ]);
  });

  it("keeps a compliance lock's cooling-off as the policy has it", () => {
    const lock = {
      kind: "compliance",
      minDays: 7,
      maxDays: 400,
      coolingOffDays: 5,
      acknowledged: { by: "Jane Doe", on: "2026-11-22" },
    } as const;
    expect(policyOf({ lock }).at(-1)!.Condition).toMatchObject({
      NumericNotEquals: { "backup:ChangeableForDays": "5" },
    });
  });
});

describe("the vault", () => {
  it("is named by stage and policy, and encrypted with its own key", () => {
    template().hasResourceProperties("AWS::Backup::BackupVault", {
      BackupVaultName: "test-holdfast",
      EncryptionKeyArn: { "Fn::GetAtt": [Match.stringLikeRegexp("^ProtectedKey"), "Arn"] },
      LockConfiguration: Match.absent(),
    });
  });

  it.each([
    [
      { kind: "governance", minDays: 7 },
      { MinRetentionDays: 7, MaxRetentionDays: 36_500 },
    ],
    [
      {
        kind: "compliance",
        minDays: 7,
        maxDays: 400,
        coolingOffDays: 5,
        acknowledged: { by: "Jane Doe", on: "2026-11-22" },
      },
      { MinRetentionDays: 7, MaxRetentionDays: 400, ChangeableForDays: 5 },
    ],
  ] as const)("is locked as the policy says: %j", (lock, expected) => {
    const { Properties } = Object.values(
      template({ vault: vault({ lock }) }).findResources("AWS::Backup::BackupVault"),
    )[0]!;
    expect(Properties.LockConfiguration).toEqual(expected);
  });

  it.each([
    [RemovalPolicy.RETAIN, "Retain"],
    [RemovalPolicy.DESTROY, "Delete"],
  ])(
    "is, with its key and BackupAdmin, treated as asked when the stack goes: %s",
    (removalPolicy, expected) => {
      const made = template({}, { removalPolicy });
      made.hasResource("AWS::Backup::BackupVault", { DeletionPolicy: expected });
      made.hasResource("AWS::KMS::Key", {
        DeletionPolicy: expected,
        Properties: { Description: "Encrypts the recovery points of the vault test-holdfast" },
      });
      made.hasResource("AWS::IAM::Role", {
        DeletionPolicy: expected,
        Properties: { RoleName: "test-holdfast-BackupAdmin" },
      });
    },
  );
});

describe("the key", () => {
  const policyOf = (...args: Parameters<typeof template>): Statement[] =>
    Object.entries(template(...args).findResources("AWS::KMS::Key")).find(([id]) =>
      id.startsWith("ProtectedKey"),
    )![1].Properties.KeyPolicy.Statement;
  const bySid = (sid: string, ...args: Parameters<typeof template>) =>
    policyOf(...args).find(({ Sid }) => Sid === sid);
  const root = { AWS: arn(`:iam::${ACCOUNT}:root`) };

  it("rotates and has a name", () => {
    template().hasResourceProperties("AWS::KMS::Key", {
      EnableKeyRotation: true,
      Description: "Encrypts the recovery points of the vault test-holdfast",
      MultiRegion: Match.absent(),
    });
    template().hasResourceProperties("AWS::KMS::Alias", { AliasName: "alias/test-holdfast-backup" });
  });

  it("is administered by those the policy names, who can't use it", () => {
    const ann = `arn:aws:iam::${ACCOUNT}:user/ann`;
    const statement = bySid("Administer", { vault: vault({ key: { administrators: [ann] } }) })!;
    expect(statement.Principal).toEqual({ AWS: ann });
    for (const action of ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:CreateGrant"]) {
      expect(statement.Action).not.toContain(action);
    }
    expect(bySid("Administer")!.Principal).toEqual(root);
  });

  it("is used through AWS Backup only, in every Region that the policy copies to", () => {
    const keep = days(35);
    const copies = [
      toRegion("eu-west-1", { keep }),
      toRegion("eu-west-1", { keep }),
      {
        to: { kind: "account", accountId: "210987654321", region: "eu-central-1", vault: "far" },
        keepDays: 35,
      },
      {
        to: { kind: "vault", arn: "arn:aws:backup:ap-south-1:123456789012:backup-vault:other" },
        keepDays: 35,
      },
    ] as const;
    const changes = {
      rules: { daily: rule({ copies: [...copies] }) },
      assumptions: { advancedDynamoDb: true, sameOrganization: true },
      vault: vault({ key: { multiRegion: true } }),
    };
    for (const sid of ["UseThroughAwsBackup", "LendToAwsBackup"]) {
      const { Principal, Condition } = bySid(sid, changes)!;
      expect(Principal).toEqual(root);
      expect(Condition!.StringEquals).toEqual({
        "kms:CallerAccount": ACCOUNT,
        "kms:ViaService": [
          "backup.us-east-1.amazonaws.com",
          "backup.eu-west-1.amazonaws.com",
          "backup.eu-central-1.amazonaws.com",
          "backup.ap-south-1.amazonaws.com",
          "dynamodb.us-east-1.amazonaws.com",
        ],
      });
    }
    expect(bySid("LendToAwsBackup")!.Condition!.Bool).toEqual({ "kms:GrantIsForAWSResource": "true" });
  });

  it("is allowed to nobody in any other way", () => {
    const sids = policyOf()
      .filter(({ Effect }) => Effect === "Allow")
      .map(({ Sid }) => Sid);
    expect(sids).toEqual(["Administer", "UseThroughAwsBackup", "LendToAwsBackup", "BackupAdminTakesAway"]);
  });

  it("is made unusable by BackupAdmin only, where the stage lasts", () => {
    expect(bySid("OnlyBackupAdminTakesAway")).toMatchObject({
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: ["kms:DisableKey", "kms:ScheduleKeyDeletion"],
      Condition: { ArnNotEquals: { "aws:PrincipalArn": backupAdmin } },
    });
    expect(bySid("BackupAdminTakesAway")!.Condition).toEqual({
      ArnEquals: { "aws:PrincipalArn": backupAdmin },
    });
    expect(bySid("OnlyBackupAdminTakesAway", {}, { removalPolicy: RemovalPolicy.DESTROY })).toBeUndefined();
  });
});

describe("BackupAdmin", () => {
  it("is assumed with MFA by the principals of the policy, by no others", () => {
    const ann = `arn:aws:iam::${ACCOUNT}:user/ann`;
    template({ vault: vault({ backupAdmin: { principals: [ann] } }) }).hasResourceProperties(
      "AWS::IAM::Role",
      {
        RoleName: "test-holdfast-BackupAdmin",
        MaxSessionDuration: 3600,
        AssumeRolePolicyDocument: {
          Statement: [
            {
              Effect: "Allow",
              Action: "sts:AssumeRole",
              Principal: { AWS: ann },
              Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
            },
          ],
        },
      },
    );
  });

  it("reaches the vault of the same name in the Regions that the policy copies to", () => {
    const made = template({
      vault: vault({ key: { multiRegion: true } }),
      rules: { daily: rule({ copies: [toRegion("eu-west-1", { keep: days(35) })] }) },
    });
    expect(statements(made, "ProtectedBackupAdmin")[0]!.Resource).toEqual(
      expect.arrayContaining([
        arn(`:backup:eu-west-1:${ACCOUNT}:backup-vault:test-holdfast`),
        arn(`:backup:eu-west-1:${ACCOUNT}:recovery-point:*`),
      ]),
    );
  });
});

it("makes a further vault in another Region, with the BackupAdmin that is there", () => {
  const policy = definePolicy(policyInput());
  const options = { policy, stage: "test", removalPolicy: RemovalPolicy.RETAIN };
  const first = new ProtectedVault(testStack(), "Protected", options);
  const stack = testStack("eu-west-1");
  new ProtectedVault(stack, "Copies", { ...options, backupAdmin: first.backupAdmin });
  const made = Template.fromStack(stack);
  made.resourceCountIs("AWS::IAM::Role", 0);
  made.hasResourceProperties("AWS::Backup::BackupVault", {
    BackupVaultName: "test-holdfast",
    AccessPolicy: {
      Statement: [{ Condition: { ArnNotEquals: { "aws:PrincipalArn": backupAdmin } } }],
    },
  });
});
