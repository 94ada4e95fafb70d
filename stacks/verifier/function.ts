import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import { type FunctionProps, Function as Lambda, type Stack } from "sst/constructs";

interface VerifierFunctionProps extends Pick<FunctionProps, "environment" | "memorySize" | "timeout"> {
  /** The file in the verifier's `handlers`. */
  name: string;
  logGroup: ILogGroup;
  permissions: PolicyStatement[];
}

/** One of the verifier's Lambdas, with a role of its own that may do no more than it says. */
export function verifierFunction(stack: Stack, props: VerifierFunctionProps): Lambda {
  const { name, logGroup, permissions, ...rest } = props;
  const id = name.charAt(0).toUpperCase() + name.slice(1);
  const writeLogs = new PolicyStatement({
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [logGroup.logGroupArn],
  });
  return new Lambda(stack, id, {
    handler: `apps/restore-verifier/src/handlers/${name}.handler`,
    logGroup,
    role: new Role(stack, `${id}Role`, {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { Calls: new PolicyDocument({ statements: [...permissions, writeLogs] }) },
    }),
    ...rest,
  });
}
