import { runtimeError } from "../asl/errors.ts";
import { flowOf, numberField } from "../asl/flow.ts";
import type { Json, JsonObject } from "../asl/json.ts";
import { mostDataBytes } from "../run/limits.ts";
import type { Visit } from "../run/run.ts";

export interface Batch {
  input: Json;
  items: number;
}

/**
 * What each child workflow gets: an item, or `{ BatchInput, Items }`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 */
export async function batchesOf(visit: Visit, items: Json[], input: Json): Promise<Batch[]> {
  const batcher = visit.state.ItemBatcher as JsonObject | undefined;
  if (!batcher) return items.map((item) => ({ input: item, items: 1 }));
  const scope = { input, context: visit.context, variables: visit.frame.variables };
  const flow = flowOf(
    visit.run.language,
    { QueryLanguage: visit.state.QueryLanguage, ...batcher, Type: "Map" } as never,
    scope,
    visit.run.chance,
  );
  const mostItems = (await numberField(flow, "MaxItemsPerBatch", input)) || Number.POSITIVE_INFINITY;
  const mostBytes = (await numberField(flow, "MaxInputBytesPerBatch", input)) || mostDataBytes;
  const common: JsonObject =
    batcher.BatchInput === undefined
      ? {}
      : { BatchInput: await visit.flow.filled("BatchInput", batcher.BatchInput, input) };
  const empty = Buffer.byteLength(JSON.stringify({ ...common, Items: [] }));
  const batches: Json[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (empty + size > mostBytes)
      throw runtimeError(`An item of ${size} bytes doesn't fit into a batch of ${mostBytes} bytes.`);
    const last = batches.at(-1);
    if (last && last.length < mostItems && bytes + size <= mostBytes) {
      last.push(item);
      bytes += size;
    } else {
      batches.push([item]);
      bytes = empty + size;
    }
  }
  return batches.map((batch) => ({ input: { ...common, Items: batch }, items: batch.length }));
}
