import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

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

/**
 * What DynamoDB does in a caller's name with the customer's keys that tables are encrypted with: whoever reads or writes
 * items needs kms:Decrypt. Through DynamoDB only; nothing where no table has such a key.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export function useOfTableKeys(
  scope: Construct,
  keyArns: readonly string[],
  actions: readonly string[] = ["kms:Decrypt"],
): PolicyStatement[] {
  if (keyArns.length === 0) return [];
  const throughDynamoDb = { "kms:ViaService": `dynamodb.${Stack.of(scope).region}.amazonaws.com` };
  return [
    new PolicyStatement({
      actions: [...actions],
      resources: [...keyArns],
      conditions: { StringEquals: throughDynamoDb },
    }),
  ];
}

/** Restoring a table under such a key: DynamoDB is also lent it, for as long as the table is there. */
export function restoreUnderTableKeys(scope: Construct, keyArns: readonly string[]): PolicyStatement[] {
  const lends = useOfTableKeys(scope, keyArns, ["kms:CreateGrant"]);
  for (const statement of lends) statement.addCondition("Bool", { "kms:GrantIsForAWSResource": "true" });
  return [...useOfTableKeys(scope, keyArns, KEY_USE), ...lends];
}
