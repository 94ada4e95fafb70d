import { AwsError } from "../../errors.ts";
import { limits } from "./limits.ts";

export interface LambdaFunction {
  name: string;
  arn: string;
  handler: string;
  runtime: string;
  roleArn: string;
  codeFolder: string;
  /** Where its log goes. */
  logGroup: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
  /** How many invocations at once it may have; as many as the machine takes where it says nothing. */
  reservedConcurrency?: number;
  /** Where events go that it fails on for good. */
  deadLetterArn?: string;
}

/** Variables that are Lambda's own: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const reserved = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SECRET_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

/** A function of the template's properties. Throws what CreateFunction refuses, in its words. */
export function configurationOf(
  properties: Record<string, any>,
  given: Pick<LambdaFunction, "name" | "arn" | "codeFolder">,
): LambdaFunction {
  const environment: Record<string, string> = properties.Environment?.Variables ?? {};
  requireEnvironment(given.name, environment);
  return {
    ...given,
    handler: properties.Handler,
    runtime: properties.Runtime,
    roleArn: properties.Role,
    environment,
    logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${given.name}`,
    timeoutSeconds: within(given.name, "timeout", properties.Timeout ?? 3, limits.timeoutSeconds),
    memoryMb: within(given.name, "memorySize", properties.MemorySize ?? 128, limits.memoryMb),
    reservedConcurrency:
      properties.ReservedConcurrentExecutions === undefined
        ? undefined
        : Number(properties.ReservedConcurrentExecutions),
    deadLetterArn: properties.DeadLetterConfig?.TargetArn,
  };
}

function within(
  name: string,
  member: string,
  given: unknown,
  { least, most }: { least: number; most: number },
): number {
  const value = Number(given);
  if (value >= least && value <= most) return value;
  const bound = value > most ? `less than or equal to ${most}` : `greater than or equal to ${least}`;
  throw new AwsError(
    "ValidationException",
    `${name}: 1 validation error detected: Value '${given}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function requireEnvironment(name: string, variables: Record<string, string>): void {
  const own = Object.keys(variables).filter((variable) => reserved.has(variable));
  if (own.length > 0)
    throw invalid(
      `${name}: Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${own.join(", ")}`,
    );
  if (Buffer.byteLength(JSON.stringify(variables)) > limits.environmentBytes)
    throw invalid(
      `${name}: Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.`,
    );
}

const invalid = (message: string) => new AwsError("InvalidParameterValueException", message);
