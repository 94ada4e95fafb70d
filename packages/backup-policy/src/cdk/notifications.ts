import { RemovalPolicy, Stack } from "aws-cdk-lib";
import type { IBackupVault } from "aws-cdk-lib/aws-backup";
import { EventField, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { SnsTopic } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { airGappedVaults, vaultNameIn } from "../deployed/air-gapped-vaults.ts";
import type { Policy } from "../schema.ts";

interface NotificationsProps {
  policy: Policy;
  name: string;
  vault: IBackupVault;
}

/**
 * A topic that hears of jobs that failed, and of changes to vaults and to the Region's settings.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
export function notifications(scope: Construct, { policy, name, vault }: NotificationsProps): Topic {
  const topic = alertsTopic(scope, name);
  const { backupVaultName, backupVaultArn } = vault;
  const airGapped = airGappedVaults(policy);
  const tell = (id: string, detailType: string, detail: object, text: string) =>
    new Rule(scope, id, {
      eventPattern: { source: ["aws.backup"], detailType: [detailType], detail },
      targets: [new SnsTopic(topic, { message: RuleTargetInput.fromText(`${name}: ${text}`) })],
    });
  const field = (path: string) => EventField.fromPath(`$.detail.${path}`);

  tell(
    "BackupFailed",
    "Backup Job State Change",
    {
      backupVaultName: [backupVaultName, ...airGapped.map(vaultNameIn)],
      state: ["ABORTED", "EXPIRED", "FAILED"],
    },
    `the backup of ${field("resourceArn")} ended as ${field("state")}: ${field("statusMessage")}`,
  );
  tell(
    "CopyFailed",
    "Copy Job State Change",
    { sourceBackupVaultArn: [backupVaultArn, ...airGapped], state: ["FAILED"] },
    `the copy of a backup of ${field("resourceArn")} failed: ${field("statusMessage")}`,
  );
  // A restore says `status` where a backup says `state`, and not always which vault it was from.
  tell(
    "RestoreFailed",
    "Restore Job State Change",
    {
      status: ["ABORTED", "FAILED"],
      resourceType: ["DynamoDB"],
      $or: [{ backupVaultArn: [backupVaultArn, ...airGapped] }, { backupVaultArn: [{ exists: false }] }],
    },
    `the restore job ${field("restoreJobId")} ended as ${field("status")}: ${field("statusMessage")}`,
  );
  tell(
    "VaultChanged",
    "Backup Vault State Change",
    { backupVaultName: [backupVaultName], state: ["DELETED", "MODIFIED"] },
    `the vault was ${field("state")}`,
  );
  tell(
    "SettingsChanged",
    "Region Setting State Change",
    { state: ["MODIFIED"] },
    "the Region's settings of AWS Backup changed; cold storage and copies need the advanced DynamoDB features",
  );
  return topic;
}

/** Encrypted with a key of its own: neither alarms nor rules can use the key that AWS manages for topics. */
function alertsTopic(scope: Construct, name: string): Topic {
  const key = new Key(scope, "AlertsKey", {
    alias: `alias/${name}-alerts`,
    description: `Encrypts what is told about the vault ${name}`,
    enableKeyRotation: true,
    // Nothing that it encrypted outlives the topic.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const services = ["cloudwatch", "events"].map(
    (service) => new ServicePrincipal(`${service}.amazonaws.com`),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "Publish",
      principals: services,
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: ["*"],
    }),
  );
  const topic = new Topic(scope, "Alerts", {
    displayName: `Backups of ${name}`,
    masterKey: key,
    enforceSSL: true,
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: "Alarms",
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } },
    }),
  );
  return topic;
}
