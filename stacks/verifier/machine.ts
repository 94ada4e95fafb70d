import { readFileSync } from "node:fs";
import type { RemovalPolicy } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Function as Lambda, Stack } from "sst/constructs";

interface MachineProps {
  name: string;
  steps: Record<string, Lambda>;
  removalPolicy: RemovalPolicy;
}

/** The verification, with each `${…Function}` of its definition being the function of that name. */
export function verificationMachine(
  stack: Stack,
  { name, steps, removalPolicy }: MachineProps,
): StateMachine {
  const definition = readFileSync("apps/restore-verifier/verification.asl.json", "utf8");
  const functions = Object.values(steps);
  const role = new Role(stack, "MachineRole", {
    assumedBy: new ServicePrincipal("states.amazonaws.com"),
    inlinePolicies: {
      Steps: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ["lambda:InvokeFunction"],
            resources: functions.map((step) => step.functionArn),
          }),
          new PolicyStatement({ actions: LOG_AND_TRACE, resources: ["*"] }),
        ],
      }),
    },
  });
  return new StateMachine(stack, "Machine", {
    stateMachineName: name,
    // Without its white space: CloudFormation passes it on as a string.
    definitionBody: DefinitionBody.fromString(JSON.stringify(JSON.parse(definition))),
    definitionSubstitutions: Object.fromEntries(
      functions.map((step) => [`${step.id}Function`, step.functionArn]),
    ),
    logs: {
      level: LogLevel.ALL,
      // Findings name items by their keys: they are kept with the evidence and not in logs.
      includeExecutionData: false,
      destination: new LogGroup(stack, "MachineLogs", {
        // AWS's own prefix for delivered logs keeps the account's resource policy for them short.
        logGroupName: `/aws/vendedlogs/states/${name}`,
        retention: RetentionDays.THREE_MONTHS,
        removalPolicy,
      }),
    },
    tracingEnabled: true,
    role: role.withoutPolicyUpdates(),
  });
}

/**
 * None of these knows a resource-level permission.
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 * https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html
 */
const LOG_AND_TRACE = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];
