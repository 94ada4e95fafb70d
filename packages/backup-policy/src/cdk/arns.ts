import { ArnFormat, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";

interface Elsewhere {
  region?: string;
}

/** Every recovery point of the advanced DynamoDB features, whichever vault it is in: its ARN doesn't say. */
export function managedPoints(scope: Construct, { region }: Elsewhere = {}): string {
  return Stack.of(scope).formatArn({
    service: "backup",
    region,
    resource: "recovery-point",
    resourceName: "*",
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** A table by name, or tables by a name with `*`. */
export function tableArn(scope: Construct, name: string): string {
  return Stack.of(scope).formatArn({ service: "dynamodb", resource: "table", resourceName: name });
}

/** Every backup that DynamoDB keeps itself, as it does without the advanced features. */
export const nativeBackups = (scope: Construct): string => tableArn(scope, "*/backup/*");

/** Every recovery point of a DynamoDB table. */
export const recoveryPoints = (scope: Construct): string[] => [managedPoints(scope), nativeBackups(scope)];
