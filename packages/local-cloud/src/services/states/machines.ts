import type { Place, ResourceHandler, ResourceRemover } from "../../service.ts";

type Json = Record<string, any>;

export interface Machine {
  name: string;
  arn: string;
  roleArn: string;
  type: string;
  definition: Json;
}

/** `AWS::StepFunctions::StateMachine`: the definition with its substitutions filled in. */
export function stateMachineResources(
  place: Place,
  readAsset: (location: string) => Promise<string>,
): {
  machines: Map<string, Machine>;
  resources: Record<string, ResourceHandler>;
  removers: Record<string, ResourceRemover>;
} {
  const machines = new Map<string, Machine>();
  return {
    machines,
    removers: {
      async "AWS::StepFunctions::StateMachine"({ physicalId }) {
        machines.delete(physicalId);
      },
    },
    resources: {
      async "AWS::StepFunctions::StateMachine"({ properties, physicalId }) {
        const name = properties.StateMachineName ?? physicalId.slice(-80);
        const arn = `arn:${place.partition}:states:${place.region}:${place.accountId}:stateMachine:${name}`;
        const text = properties.DefinitionS3Location
          ? await readAsset(
              `${properties.DefinitionS3Location.Bucket}/${properties.DefinitionS3Location.Key}`,
            )
          : (properties.DefinitionString ?? JSON.stringify(properties.Definition));
        const definition = JSON.parse(substitute(text, properties.DefinitionSubstitutions ?? {})) as Json;
        for (const [state, resource] of taskResources(definition)) refuseUnknown(name, state, resource);
        machines.set(arn, {
          name,
          arn,
          roleArn: properties.RoleArn,
          type: properties.StateMachineType ?? "STANDARD",
          definition,
        });
        return { ref: arn, attributes: { Arn: arn, Name: name } };
      },
    },
  };
}

const substitute = (text: string, values: Record<string, unknown>): string =>
  text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );

/** Every Task state with its resource, however deep: state names are unique in a definition. */
export function taskResources(definition: Json): [string, string][] {
  return Object.entries((definition.States ?? {}) as Record<string, Json>).flatMap(([name, state]) => [
    ...(state.Type === "Task" ? [[name, String(state.Resource)] as [string, string]] : []),
    ...[state.Iterator, state.ItemProcessor, ...(state.Branches ?? [])]
      .filter(Boolean)
      .flatMap(taskResources),
  ]);
}

// Where the language itself has 60: https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
const defaultTimeoutSeconds = 99_999_999;

/** The definition with AWS's default written out where a task names no timeout. */
export function withTaskTimeouts(definition: Json): Json {
  return mapStates(definition, (state) =>
    state.Type === "Task" && !state.TimeoutSeconds && !state.TimeoutSecondsPath
      ? { ...state, TimeoutSeconds: defaultTimeoutSeconds }
      : state,
  );
}

function mapStates(definition: Json, change: (state: Json) => Json): Json {
  const within = (state: Json): Json => ({
    ...state,
    ...(state.Iterator && { Iterator: mapStates(state.Iterator, change) }),
    ...(state.ItemProcessor && { ItemProcessor: mapStates(state.ItemProcessor, change) }),
    ...(state.Branches && { Branches: state.Branches.map((branch: Json) => mapStates(branch, change)) }),
  });
  const states = Object.entries(definition.States as Record<string, Json>);
  return {
    ...definition,
    States: Object.fromEntries(states.map(([name, state]) => [name, change(within(state))])),
  };
}

export const isLambdaArn = (resource: string): boolean => /^arn:[^:]+:lambda:/.test(resource);

function refuseUnknown(machine: string, state: string, resource: string): void {
  if (isLambdaArn(resource) || resource.endsWith(":states:::lambda:invoke")) return;
  throw new Error(
    `${machine}: the state ${state} calls ${resource}, which the local Step Functions can't: it runs Lambda functions only`,
  );
}
