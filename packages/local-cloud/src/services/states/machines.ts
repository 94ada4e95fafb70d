import type { Place, ResourceHandler, ResourceRemover } from "../../service.ts";
import { allStates, type Block, isDistributed } from "./asl/definition.ts";
import { requireValid } from "./asl/validate.ts";
import { requireReadable } from "./distributed/itemReader.ts";
import { requireSupported } from "./run/tasks.ts";

export interface Machine {
  name: string;
  arn: string;
  roleArn: string;
  type: string;
  definition: Block;
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
        const definition = JSON.parse(substitute(text, properties.DefinitionSubstitutions ?? {})) as Block;
        const type = properties.StateMachineType ?? "STANDARD";
        if (type !== "STANDARD")
          throw new Error(`${name}: the local Step Functions runs STANDARD state machines only, not ${type}`);
        requireValid(name, definition);
        for (const [state, fields] of allStates(definition)) {
          if (fields.Type === "Task") requireSupported(name, state, fields.Resource!);
          if (isDistributed(fields) && fields.ItemReader) requireReadable(name, state, fields.ItemReader);
        }
        machines.set(arn, { name, arn, roleArn: properties.RoleArn, type, definition });
        return { ref: arn, attributes: { Arn: arn, Name: name } };
      },
    },
  };
}

const substitute = (text: string, values: Record<string, unknown>): string =>
  text.replace(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
