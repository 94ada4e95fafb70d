import type { AmplifyGraphqlApi } from "@aws-amplify/graphql-api-construct";
import { useOfTableKeys } from "@holdfast/backup-policy/cdk";
import { Token } from "aws-cdk-lib";
import type { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import { type CfnRole, PolicyDocument } from "aws-cdk-lib/aws-iam";

/** Encrypts a table with a customer's key. It can be changed while the table is in use. */
export function encryptTable(table: CfnTable, kmsMasterKeyId: string): void {
  table.sseSpecification = { sseEnabled: true, sseType: "KMS", kmsMasterKeyId };
}

/** The ARN of a table's customer key; none for keys of DynamoDB's own. Throws where it is named otherwise. */
export function keyOf(table: CfnTable): string[] {
  const encryption = table.sseSpecification as CfnTable.SSESpecificationProperty | undefined;
  const key = encryption?.sseEnabled ? encryption.kmsMasterKeyId : undefined;
  if (key === undefined) return [];
  if (Token.isUnresolved(key) || key.startsWith("arn:")) return [key];
  throw new Error(
    `${table.node.path} names its key ${key}: give its ARN, which the permissions to use it need.`,
  );
}

/** Lets the API's resolvers open the tables: AppSync reads and writes them as these roles. */
export function useKeys(api: AmplifyGraphqlApi, keyArns: readonly string[]): void {
  if (keyArns.length === 0) return;
  const { cfnRoles, cfnTables } = api.resources.cfnResources;
  for (const model of Object.keys(cfnTables)) {
    const role = cfnRoles[`${model}IAMRole`];
    if (!role) throw new Error(`The API has no role that works on the table of ${model}.`);
    const policyDocument = new PolicyDocument({ statements: useOfTableKeys(role, keyArns) });
    const others = (role.policies ?? []) as CfnRole.PolicyProperty[];
    role.policies = [...others, { policyName: "TableKey", policyDocument }];
  }
}
