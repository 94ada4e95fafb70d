import { ArnFormat, Duration, Stack } from "aws-cdk-lib";
import type { IBackupVault } from "aws-cdk-lib/aws-backup";
import {
  AccountRootPrincipal,
  ArnPrincipal,
  CompositePrincipal,
  PolicyDocument,
  PolicyStatement,
  PrincipalWithConditions,
  Role,
} from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { PROTECTED_ACTIONS } from "./vault-access.ts";

interface BackupAdminProps {
  name: string;
  /** ARNs, or `account` for whoever the account itself lets assume the role. */
  principals: readonly string[];
  vault: IBackupVault;
}

/** The role that may delete recovery points: by name in the vault's policy, with MFA only, for an hour. */
export function backupAdminRole(scope: Construct, { name, principals, vault }: BackupAdminProps): Role {
  const stack = Stack.of(scope);
  const trusted = principals.map((arn) =>
    arn === "account" ? new AccountRootPrincipal() : new ArnPrincipal(arn),
  );
  return new Role(scope, "BackupAdmin", {
    roleName: name,
    description: `May delete from the vault ${name.replace(/-BackupAdmin$/, "")}; nobody else may`,
    assumedBy: new PrincipalWithConditions(new CompositePrincipal(...trusted), {
      Bool: { "aws:MultiFactorAuthPresent": "true" },
    }),
    maxSessionDuration: Duration.hours(1),
    inlinePolicies: {
      Administer: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: [
              ...PROTECTED_ACTIONS,
              "backup:DescribeBackupVault",
              "backup:DescribeRecoveryPoint",
              "backup:GetBackupVaultAccessPolicy",
              "backup:ListRecoveryPointsByBackupVault",
            ],
            resources: [vault.backupVaultArn, ...recoveryPoints(stack)],
          }),
          new PolicyStatement({
            actions: ["dynamodb:DeleteBackup", "dynamodb:DescribeBackup"],
            resources: [
              stack.formatArn({ service: "dynamodb", resource: "table", resourceName: "*/backup/*" }),
            ],
          }),
        ],
      }),
    },
  });
}

/** A recovery point's ARN doesn't say its vault; without the advanced features it is DynamoDB's. */
export function recoveryPoints(stack: Stack): string[] {
  return [
    stack.formatArn({
      service: "backup",
      resource: "recovery-point",
      resourceName: "*",
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
    stack.formatArn({ service: "dynamodb", resource: "table", resourceName: "*/backup/*" }),
  ];
}
