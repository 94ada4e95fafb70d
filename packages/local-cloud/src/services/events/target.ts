import { AwsError } from "../../errors.ts";
import { type RetryPolicy, usualRetryPolicy } from "./retryPolicy.ts";
import { predefined, type TargetInput, variablesOf } from "./targetInput.ts";

export interface Target extends TargetInput {
  id: string;
  arn: string;
  roleArn?: string;
  retryPolicy: RetryPolicy;
  deadLetterArn?: string;
}

interface TargetProperties {
  Id: string;
  Arn: string;
  RoleArn?: string;
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
  RetryPolicy?: { MaximumEventAgeInSeconds?: number; MaximumRetryAttempts?: number };
  DeadLetterConfig?: { Arn?: string };
}

const mostVariables = 100;

/**
 * A rule's target as the API has it. Throws ValidationException, with the words of PutTargets.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
 */
export function requireTarget(properties: TargetProperties): Target {
  const { Id, Arn, RoleArn, Input, InputPath, InputTransformer } = properties;
  const given = [Input, InputPath, InputTransformer].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw invalid(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  }
  if (Input !== undefined && !isJson(Input))
    throw invalid(`Input for target ${Id} is not a valid JSON text.`);
  if (InputTransformer) requireTransformer(Id, InputTransformer);
  return {
    id: Id,
    arn: Arn,
    roleArn: RoleArn,
    input: Input,
    path: InputPath,
    transformer: InputTransformer,
    retryPolicy: retryPolicyOf(Id, properties.RetryPolicy),
    deadLetterArn: deadLetterOf(Id, properties.DeadLetterConfig),
  };
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html */
function retryPolicyOf(id: string, given: TargetProperties["RetryPolicy"] = {}): RetryPolicy {
  const within = (name: string, value: number | undefined, least: number, most: number, usual: number) => {
    if (value === undefined) return usual;
    if (Number(value) >= least && Number(value) <= most) return Number(value);
    throw invalid(`RetryPolicy.${name} of target ${id} is ${value}: it must be from ${least} to ${most}.`);
  };
  const { maximumEventAgeSeconds, maximumRetryAttempts } = usualRetryPolicy;
  return {
    maximumEventAgeSeconds: within(
      "MaximumEventAgeInSeconds",
      given.MaximumEventAgeInSeconds,
      60,
      86_400,
      maximumEventAgeSeconds,
    ),
    maximumRetryAttempts: within(
      "MaximumRetryAttempts",
      given.MaximumRetryAttempts,
      0,
      185,
      maximumRetryAttempts,
    ),
  };
}

function deadLetterOf(id: string, given: TargetProperties["DeadLetterConfig"]): string | undefined {
  const arn = given?.Arn;
  if (arn === undefined || (/^arn:[^:]+:sqs:/.test(arn) && !arn.endsWith(".fifo"))) return arn;
  throw invalid(`DeadLetterConfig.Arn of target ${id} is no standard SQS queue: ${arn}.`);
}

function requireTransformer(
  id: string,
  transformer: NonNullable<TargetProperties["InputTransformer"]>,
): void {
  const { InputPathsMap = {}, InputTemplate } = transformer;
  const names = Object.keys(InputPathsMap);
  if (names.length > mostVariables) {
    throw invalid(
      `InputPathsMap for target ${id} has ${names.length} entries; Member must have length less than or equal to ${mostVariables}.`,
    );
  }
  const reserved = names.find((name) => name.toLowerCase().startsWith("aws"));
  if (reserved !== undefined)
    throw invalid(`InputPathsMap for target ${id} contains invalid key ${reserved}: "AWS" is reserved.`);
  for (const name of variablesOf(InputTemplate)) {
    if (!names.includes(name) && !predefined.includes(name)) {
      throw invalid(`InputTemplate for target ${id} contains invalid placeholder ${name}.`);
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const invalid = (message: string) => new AwsError("ValidationException", message);
