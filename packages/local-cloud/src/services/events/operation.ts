import type * as v from "valibot";
import type { Clock, Place } from "../../service.ts";
import { type JsonCall, type JsonOperation, jsonOperation } from "../jsonService.ts";
import type { Events } from "./rules.ts";

export interface EventsCall {
  events: Pick<Events, "put" | "rules">;
  place: Place;
  clock: Clock;
}

export type Operation = JsonOperation<EventsCall>;

export const operation = <Schema extends v.GenericSchema>(
  input: Schema,
  run: (input: v.InferOutput<Schema>, deps: EventsCall & JsonCall) => object | Promise<object>,
): Operation => jsonOperation(input, run);
