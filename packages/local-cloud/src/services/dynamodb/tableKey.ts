import { AwsError } from "../../errors.ts";
import type { Authorize, Place, Principal } from "../../service.ts";
import type { Tables } from "./tables.ts";

export interface TableKeyDeps {
  authorize: Authorize;
  place: Place;
  tables: Pick<Tables, "settings">;
  keyArn: (idOrAlias: string) => string;
}

/**
 * DynamoDB opens a table's items, and its stream's records, in its caller's name: under a customer's key that needs
 * kms:Decrypt, as the CDK's grants of a table's data have it. Its own key serves everyone of the account.
 * https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/aws-dynamodb/lib/perms.ts
 * https://repost.aws/knowledge-center/dynamodb-access-denied-exception
 */
export function requireTableKey(deps: TableKeyDeps, caller: Principal, table: string): void {
  const { kmsKeyArn } = deps.tables.settings(table);
  if (kmsKeyArn === undefined || kmsKeyArn === deps.keyArn("alias/aws/dynamodb")) return;
  const context = {
    "aws:CalledVia": ["dynamodb.amazonaws.com"],
    "aws:ViaAWSService": "true",
    "kms:ViaService": `dynamodb.${deps.place.region}.amazonaws.com`,
    "kms:CallerAccount": caller.accountId,
  };
  try {
    deps.authorize(caller, "kms:Decrypt", kmsKeyArn, context);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "AccessDeniedException") throw error;
    // Its words: https://github.com/cloudcomponents/cdk-constructs/issues/102
    throw new AwsError("AccessDeniedException", `KMS key access denied error: ${error.message}`, {
      status: 400,
    });
  }
}
