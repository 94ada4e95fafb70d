import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { Policy } from "../schema.ts";
import { nativeBackups, tableArn } from "./arns.ts";
import { restoreUnderTableKeys, useOf } from "./key-use.ts";

interface RestoreRoleProps {
  policy: Policy;
  key: IKey;
  /** Restores make tables whose name starts with this, and no others. */
  restorePrefix: string;
  /** The customer's keys that restored tables may be encrypted with, as their sources are. */
  tableKeyArns: readonly string[];
}

/** What AWS Backup may do to restore: make tables whose name starts with the prefix, nothing to any other. */
export function restoreRole(scope: Construct, id: string, props: RestoreRoleProps): Role {
  const { policy, key, restorePrefix, tableKeyArns } = props;
  const { advancedDynamoDb } = policy.assumptions;
  return new Role(scope, id, {
    assumedBy: new ServicePrincipal("backup.amazonaws.com"),
    inlinePolicies: {
      Restore: new PolicyDocument({
        statements: [
          new PolicyStatement({
            // DynamoDB asks for the data actions on the table it writes the backup's items to:
            // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
            actions: [
              advancedDynamoDb ? "dynamodb:RestoreTableFromAwsBackup" : "dynamodb:RestoreTableFromBackup",
              "dynamodb:BatchWriteItem",
              "dynamodb:DeleteItem",
              "dynamodb:DescribeTable",
              "dynamodb:GetItem",
              "dynamodb:PutItem",
              "dynamodb:Query",
              "dynamodb:Scan",
              "dynamodb:UpdateItem",
            ],
            resources: [tableArn(scope, `${restorePrefix}*`)],
          }),
          ...(advancedDynamoDb
            ? []
            : [
                new PolicyStatement({
                  actions: ["dynamodb:RestoreTableFromBackup"],
                  resources: [nativeBackups(scope)],
                }),
              ]),
          ...useOf(key),
          ...restoreUnderTableKeys(scope, tableKeyArns),
        ],
      }),
    },
  });
}
