import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";

/** What a role that AWS Backup acts with does with the vault's key; through which services, the key's policy says. */
export function useOf(key: IKey): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: KEY_USE, resources: [key.keyArn] }),
    new PolicyStatement({
      actions: ["kms:CreateGrant"],
      resources: [key.keyArn],
      conditions: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
  ];
}

export const KEY_USE = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];
