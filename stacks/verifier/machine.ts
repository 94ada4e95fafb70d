import { readFileSync } from "node:fs";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { DefinitionBody, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import type { Function as Lambda, Stack } from "sst/constructs";

/** The verification, with each `${…Function}` of its definition being the function of that name. */
export function verificationMachine(stack: Stack, name: string, steps: Record<string, Lambda>): StateMachine {
  const definition = readFileSync("apps/restore-verifier/verification.asl.json", "utf8");
  return new StateMachine(stack, "Machine", {
    stateMachineName: name,
    // Without its white space: CloudFormation passes it on as a string.
    definitionBody: DefinitionBody.fromString(JSON.stringify(JSON.parse(definition))),
    definitionSubstitutions: Object.fromEntries(
      Object.values(steps).map((step) => [`${step.id}Function`, step.functionArn]),
    ),
    role: new Role(stack, "MachineRole", {
      assumedBy: new ServicePrincipal("states.amazonaws.com"),
      inlinePolicies: {
        Steps: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ["lambda:InvokeFunction"],
              resources: Object.values(steps).map((step) => step.functionArn),
            }),
          ],
        }),
      },
    }),
  });
}
