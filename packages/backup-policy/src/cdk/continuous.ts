import type { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import type { Policy } from "../schema.ts";

/** DynamoDB's point-in-time recovery as the policy has it, for every table that the policy protects. */
export function pointInTimeRecovery({
  continuous,
}: Policy): CfnTable.PointInTimeRecoverySpecificationProperty {
  return continuous
    ? { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: continuous.days }
    : { pointInTimeRecoveryEnabled: false };
}
