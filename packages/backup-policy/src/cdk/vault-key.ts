import { RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
} from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { copyTargets } from "../deployed/copy-targets.ts";
import type { Policy } from "../schema.ts";
import { KEY_USE } from "./key-use.ts";
import { principalsOf } from "./principals.ts";

interface VaultKeyProps {
  policy: Policy;
  vaultName: string;
  /** The ARN of the role that may make the key unusable, and with it every recovery point. */
  backupAdmin: string;
  removalPolicy: RemovalPolicy;
}

/** The key that a vault's recovery points are encrypted with: it rotates, and only AWS Backup uses it. */
export function vaultKey(scope: Construct, props: VaultKeyProps): Key {
  const { policy, vaultName, removalPolicy } = props;
  return new Key(scope, "Key", {
    alias: `alias/${vaultName}-backup`,
    description: `Encrypts the recovery points of the vault ${vaultName}`,
    enableKeyRotation: true,
    ...(policy.vault.key.multiRegion && { multiRegion: true }),
    policy: keyPolicy(scope, props),
    removalPolicy,
  });
}

function keyPolicy(scope: Construct, props: VaultKeyProps): PolicyDocument {
  const { policy, backupAdmin, removalPolicy } = props;
  const throughAwsBackup = {
    "kms:CallerAccount": Stack.of(scope).account,
    "kms:ViaService": servicesOf(scope, props),
  };
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: "Administer",
        principals: principalsOf(policy.vault.key.administrators),
        actions: ADMINISTER,
        resources: ["*"],
      }),
      new PolicyStatement({
        sid: "UseThroughAwsBackup",
        principals: [new AccountRootPrincipal()],
        actions: KEY_USE,
        resources: ["*"],
        conditions: { StringEquals: throughAwsBackup },
      }),
      new PolicyStatement({
        sid: "LendToAwsBackup",
        principals: [new AccountRootPrincipal()],
        actions: ["kms:CreateGrant"],
        resources: ["*"],
        conditions: {
          StringEquals: throughAwsBackup,
          Bool: { "kms:GrantIsForAWSResource": "true" },
        },
      }),
      // A recovery point without its key is lost. CloudFormation deletes the key where the stage doesn't last.
      ...(removalPolicy === RemovalPolicy.DESTROY ? [] : unusable(backupAdmin)),
    ],
  });
}

/** Only BackupAdmin makes the key unusable. */
function unusable(backupAdmin: string): PolicyStatement[] {
  const actions = ["kms:DisableKey", "kms:ScheduleKeyDeletion"];
  const resources = ["*"];
  return [
    new PolicyStatement({
      sid: "OnlyBackupAdminTakesAway",
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions,
      resources,
      conditions: { ArnNotEquals: { "aws:PrincipalArn": backupAdmin } },
    }),
    new PolicyStatement({
      sid: "BackupAdminTakesAway",
      principals: [new AccountRootPrincipal()],
      actions: [...actions, "kms:CancelKeyDeletion", "kms:EnableKey"],
      resources,
      conditions: { ArnEquals: { "aws:PrincipalArn": backupAdmin } },
    }),
  ];
}

/**
 * AWS Backup in every Region that it works in with this key: in a copy's Region it reads what it copies. DynamoDB,
 * because AWS's own policies for backing up and restoring tables use keys through it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
function servicesOf(scope: Construct, { policy, vaultName }: VaultKeyProps): string[] {
  const { region } = Stack.of(scope);
  const regions = new Set([
    region,
    ...copyTargets(Stack.of(scope), policy, vaultName).map((target) => target.region),
  ]);
  return [...[...regions].map((name) => `backup.${name}.amazonaws.com`), `dynamodb.${region}.amazonaws.com`];
}

/** What AWS advises for key administrators: everything but use of the key. */
const ADMINISTER = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListAliases",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ReplicateKey",
  "kms:RetireGrant",
  "kms:RevokeGrant",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
];
