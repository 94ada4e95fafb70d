import { AwsError } from "../../errors.ts";
import { predefined, type TargetInput, variablesOf } from "./targetInput.ts";

export interface Target extends TargetInput {
  arn: string;
  roleArn?: string;
}

interface TargetProperties {
  Id: string;
  Arn: string;
  RoleArn?: string;
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
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
  return { arn: Arn, roleArn: RoleArn, input: Input, path: InputPath, transformer: InputTransformer };
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
