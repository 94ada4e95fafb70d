import validator from "asl-validator";
import { allStates, type Block, processorOf, type State } from "./definition.ts";

/** Throws an error that says all that is wrong with a definition, as CreateStateMachine would refuse it. */
export function requireValid(machine: string, definition: Block): void {
  // The validator writes into what it is given.
  const { isValid, errorsText } = validator(structuredClone(definition) as never, {
    checkArn: false,
    checkPaths: true,
  });
  if (!isValid) throw new Error(`${machine}: the definition isn't valid: ${errorsText("; ")}`);
  for (const [name, state] of allStates(definition)) {
    const refused = refusal(state);
    if (refused) throw new Error(`${machine}: the state ${name} ${refused}`);
  }
}

function refusal(state: State): string | undefined {
  if (state.Credentials) return "takes other credentials (Credentials), which the local Step Functions can't";
  if (state.Type !== "Map") return undefined;
  const { Mode = "INLINE" } = processorOf(state).ProcessorConfig ?? {};
  const only = [
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "ToleratedFailurePercentage",
    "ToleratedFailureCount",
  ];
  const found = Mode === "INLINE" && only.find((field) => field in state);
  return found ? `has ${found}, which only a Map of the mode DISTRIBUTED may have` : undefined;
}
