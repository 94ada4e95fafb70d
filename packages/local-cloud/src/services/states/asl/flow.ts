import type { Chance } from "../../../chance.ts";
import type { Catcher, QueryLanguage, State } from "./definition.ts";
import { runtimeError, type StatesError } from "./errors.ts";
import { evaluateIntrinsic, isIntrinsic } from "./intrinsics.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { evaluate } from "./jsonata.ts";
import { putAt, type Scope, valueAt } from "./paths.ts";
import { fill } from "./templates.ts";

/** What a state, or one of its rules or catchers, leaves behind. */
export interface Outcome {
  output: Json;
  variables: JsonObject;
}

/** How a state's fields are filled from its input, and its output is made of its result. */
export interface Flow {
  /** What the state works with. */
  effectiveInput(): Promise<Json>;
  /** A field that holds a value, or `<name>Path` in its place; undefined where neither is there. */
  field(name: string, input?: Json): Promise<Json | undefined>;
  /** An object with expressions in it, such as an ItemSelector. */
  filled(name: string, template: Json, input: Json, context?: JsonObject): Promise<Json>;
  /** @param result undefined for a state that has none, and hands on its input */
  outcome(result: Json | undefined): Promise<Outcome>;
  /** By a Choice state's rule: what it says of output and variables comes before what the state does. */
  ruled(rule: JsonObject): Promise<Outcome>;
  caught(catcher: Catcher, error: StatesError): Promise<Outcome>;
}

/** `language` is the machine's, which a state may have another than. */
export function flowOf(language: QueryLanguage, state: State, scope: Scope, chance: Chance): Flow {
  return (state.QueryLanguage ?? language) === "JSONata"
    ? jsonataFlow(state, scope, chance)
    : jsonPathFlow(state, scope, chance);
}

const errorOutput = (error: StatesError): JsonObject => ({ Error: error.code, Cause: error.message });

/** Which states have Parameters of their own; a Map's are its ItemSelector. */
const withParameters = new Set(["Task", "Pass", "Parallel"]);

function jsonPathFlow(state: State, scope: Scope, chance: Chance): Flow {
  const inputAt = (path: string | null | undefined) => (path === null ? {} : valueAt(path ?? "$", scope));
  const outputAt = (value: Json) =>
    state.OutputPath === null ? {} : valueAt(state.OutputPath ?? "$", { ...scope, input: value });
  const assigned = (Assign: JsonObject | undefined, input: Json) =>
    Assign
      ? { ...scope.variables, ...(fill(Assign, { ...scope, input }, chance) as JsonObject) }
      : scope.variables;

  return {
    async effectiveInput() {
      const input = inputAt(state.InputPath);
      if (state.Parameters === undefined || !withParameters.has(state.Type)) return input;
      return fill(state.Parameters, { ...scope, input }, chance);
    },
    async field(name, input = scope.input) {
      const path = state[`${name}Path`];
      if (path === undefined) return state[name];
      if (isIntrinsic(path)) return evaluateIntrinsic(path, { ...scope, input }, chance);
      return valueAt(path, { ...scope, input });
    },
    filled: async (_, template, input, context = scope.context) =>
      fill(template, { ...scope, input, context }, chance),
    async outcome(result) {
      if (result === undefined) {
        const input = inputAt(state.InputPath);
        return { output: outputAt(input), variables: assigned(state.Assign, input) };
      }
      const selected =
        state.ResultSelector === undefined
          ? result
          : fill(state.ResultSelector, { ...scope, input: result }, chance);
      const merged =
        state.ResultPath === null ? scope.input : putAt(state.ResultPath ?? "$", scope.input, selected);
      return { output: outputAt(merged), variables: assigned(state.Assign, selected) };
    },
    async ruled(rule) {
      const input = inputAt(state.InputPath);
      return {
        output: outputAt(input),
        variables: assigned((rule.Assign as JsonObject | undefined) ?? undefined, input),
      };
    },
    async caught(catcher, error) {
      const result = errorOutput(error);
      const { ResultPath = "$" } = catcher;
      return {
        output: ResultPath === null ? scope.input : putAt(ResultPath, scope.input, result),
        variables: assigned(catcher.Assign, result),
      };
    },
  };
}

const asOwner = ({ Output, Assign }: State) => ({ Output, Assign });

function jsonataFlow(state: State, { input, context, variables }: Scope, chance: Chance): Flow {
  const run = (value: Json, field: string, states: { result?: Json; errorOutput?: Json } = {}) =>
    evaluate(value, { states: { input, context, ...states }, variables }, chance, field);

  async function outcome(
    owner: { Output?: unknown; Assign?: unknown },
    usual: Json,
    states: { result?: Json; errorOutput?: Json },
  ): Promise<Outcome> {
    const assigned = isObject(owner.Assign) ? await run(owner.Assign, "Assign", states) : {};
    return {
      output: owner.Output === undefined ? usual : await run(owner.Output as Json, "Output", states),
      variables: { ...variables, ...(assigned as JsonObject) },
    };
  }

  return {
    effectiveInput: async () => (state.Arguments === undefined ? input : run(state.Arguments, "Arguments")),
    field: async (name) => (state[name] === undefined ? undefined : run(state[name], name)),
    filled: (name, template, _, itsContext = context) =>
      evaluate(template, { states: { input, context: itsContext }, variables }, chance, name),
    outcome: (result) => outcome(asOwner(state), result ?? input, result === undefined ? {} : { result }),
    ruled: (rule) =>
      outcome({ Output: rule.Output ?? state.Output, Assign: rule.Assign ?? undefined }, input, {}),
    caught: (catcher, error) => outcome(catcher, errorOutput(error), { errorOutput: errorOutput(error) }),
  };
}

/** A field that has to be a whole number, not negative. */
export async function numberField(flow: Flow, name: string, input?: Json): Promise<number | undefined> {
  const value = await flow.field(name, input);
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw runtimeError(
    `The field ${name} must be a whole number that isn't negative, not ${JSON.stringify(value)}.`,
  );
}
