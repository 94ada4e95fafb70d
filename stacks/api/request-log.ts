import type { AmplifyGraphqlApi } from "@aws-amplify/graphql-api-construct";
import { Policy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { RemovalPolicy } from "aws-cdk-lib/core";
import type { Stack } from "sst/constructs";

/** Logs every request to the API and what failed in it, without what was asked and answered: that is users' data. */
export function logRequests(stack: Stack, api: AmplifyGraphqlApi, removalPolicy: RemovalPolicy): void {
  const role = new Role(stack, "LogRole", { assumedBy: new ServicePrincipal("appsync.amazonaws.com") });
  const logGroup = new LogGroup(stack, "Logs", {
    // AppSync writes to no other.
    logGroupName: `/aws/appsync/apis/${api.apiId}`,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy,
  });
  new Policy(stack, "LogPolicy", {
    roles: [role],
    statements: [
      new PolicyStatement({
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [logGroup.logGroupArn],
      }),
    ],
  });
  api.resources.cfnResources.cfnGraphqlApi.logConfig = {
    cloudWatchLogsRoleArn: role.roleArn,
    excludeVerboseContent: true,
    fieldLogLevel: "ERROR",
  };
}
