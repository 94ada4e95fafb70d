import { ArnFormat, type RemovalPolicy } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Function as Lambda, Stack } from "sst/constructs";
import { type Step, type StepArns, verificationMachine } from "../../apps/restore-verifier/src/machine.ts";

interface MachineProps {
  name: string;
  steps: Record<Step, Lambda>;
  mostScans: number;
  removalPolicy: RemovalPolicy;
}

/** The verification, each step being the function of that name. */
export function makeMachine(
  stack: Stack,
  { name, steps, mostScans, removalPolicy }: MachineProps,
): StateMachine {
  const functions = Object.values(steps);
  const arns = Object.fromEntries(
    Object.entries(steps).map(([step, { functionArn }]) => [step, functionArn]),
  );
  const role = new Role(stack, "MachineRole", {
    assumedBy: new ServicePrincipal("states.amazonaws.com"),
    inlinePolicies: {
      Steps: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ["lambda:InvokeFunction"],
            resources: functions.map((step) => step.functionArn),
          }),
          // A distributed Map runs its items as executions of the same machine.
          // https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
          new PolicyStatement({
            actions: ["states:StartExecution"],
            resources: [
              stack.formatArn({
                service: "states",
                resource: "stateMachine",
                resourceName: name,
                arnFormat: ArnFormat.COLON_RESOURCE_NAME,
              }),
            ],
          }),
          new PolicyStatement({
            actions: ["states:DescribeExecution", "states:StopExecution"],
            resources: [
              stack.formatArn({
                service: "states",
                resource: "execution",
                resourceName: `${name}/*`,
                arnFormat: ArnFormat.COLON_RESOURCE_NAME,
              }),
            ],
          }),
          new PolicyStatement({ actions: LOG_AND_TRACE, resources: ["*"] }),
        ],
      }),
    },
  });
  return new StateMachine(stack, "Machine", {
    stateMachineName: name,
    definitionBody: DefinitionBody.fromString(
      stack.toJsonString(verificationMachine(arns as StepArns, { mostScans })),
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
