import type { Policy } from "../schema.ts";
import type { Change, Compared } from "./change.ts";
import { compareValues } from "./compare.ts";

/**
 * Without the advanced features a point is DynamoDB's own backup: under another key than the vault's, and
 * whoever may delete DynamoDB's backups deletes it past the vault.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
 */
export function compareAssumptions({ before, after, field }: Compared<Policy["assumptions"]>): Change[] {
  return [
    ...compareValues(
      {
        before: before.advancedDynamoDb,
        after: after.advancedDynamoDb,
        field: `${field}.advancedDynamoDb`,
      },
      after.advancedDynamoDb
        ? "New points have AWS Backup's advanced features for DynamoDB: the vault's own key, and only AWS Backup deletes them."
        : "New points are DynamoDB's own backups: not under the vault's key, and to be deleted through DynamoDB, past the vault's policy and lock.",
    ).map((change): Change => ({ ...change, direction: after.advancedDynamoDb ? "stronger" : "weaker" })),
    ...compareValues(
      {
        before: before.sameOrganization,
        after: after.sameOrganization,
        field: `${field}.sameOrganization`,
      },
      after.sameOrganization
        ? "Accounts copied to are taken to be in the same organization."
        : "Accounts copied to are no longer taken to be in the same organization.",
    ),
  ];
}
