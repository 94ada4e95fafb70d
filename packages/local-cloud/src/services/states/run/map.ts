import { isDistributed, processorOf } from "../asl/definition.ts";
import { runtimeError } from "../asl/errors.ts";
import { numberField } from "../asl/flow.ts";
import { isObject, type Json } from "../asl/json.ts";
import { each } from "./each.ts";
import { interpret } from "./interpret.ts";
import { pathInside, type Visit } from "./run.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html#map-state-inline-maxconcurrency */
const mostAtOnce = 40;

/** The results of an Inline Map's iterations, or what a Distributed Map gives. */
export async function map(visit: Visit): Promise<Json> {
  if (isDistributed(visit.state)) return visit.run.runMap(visit);
  const { run, state, name, frame, signal } = visit;
  const input = await visit.flow.effectiveInput();
  const items = await itemsOf(visit, input);
  const atOnce = (await numberField(visit.flow, "MaxConcurrency", input)) || mostAtOnce;
  if (!frame.begun) {
    visit.event("MapStateStarted", { length: items.length });
    await visit.save({ begun: true });
  }
  const entered = frame.event;
  const results = await each(items, Math.min(atOnce, mostAtOnce), signal, async (item, index, signal) => {
    const iteration = { name, index };
    const context = { ...visit.context, Map: { Item: { Index: index, Value: item } } };
    const path = pathInside(visit, index);
    const known = run.journal.frame(path);
    if (known && known.state === undefined) return known.input;
    const started = known?.event ?? run.journal.event("MapIterationStarted", entered, iteration);
    try {
      const result = await interpret(run, processorOf(state), {
        path,
        input: await selected(visit, item, input, context),
        variables: frame.variables,
        context,
        signal,
        event: started,
      });
      run.journal.event("MapIterationSucceeded", started, iteration);
      return result;
    } catch (error) {
      run.journal.event("MapIterationFailed", started, iteration);
      throw error;
    }
  }).catch((error) => {
    visit.event("MapStateFailed");
    throw error;
  });
  visit.event("MapStateSucceeded");
  return results;
}

/** The items of a Map: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemspath.html */
export async function itemsOf({ flow }: Visit, input: Json): Promise<Json[]> {
  const items = (await flow.field("Items", input)) ?? input;
  if (Array.isArray(items)) return items;
  // An object's members are items, too: https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html
  if (isObject(items)) return Object.entries(items).map(([Key, Value]) => ({ Key, Value }));
  throw runtimeError("Reference path '$' must point to an array.");
}

/** What an iteration gets for an item. */
export async function selected(
  { state, flow }: Visit,
  item: Json,
  input: Json,
  context: Visit["context"],
): Promise<Json> {
  const selector = state.ItemSelector ?? state.Parameters;
  return selector === undefined ? item : flow.filled("ItemSelector", selector, input, context);
}
