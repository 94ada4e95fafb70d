import type { Clock, Place } from "../../service.ts";
import { type JsonOperation, jsonOperations } from "../jsonService.ts";
import type { Events } from "./rules.ts";

export interface EventsCall {
  events: Pick<Events, "put" | "rules">;
  place: Place;
  clock: Clock;
}

export type Operation = JsonOperation<EventsCall>;

export const operation = jsonOperations<EventsCall>();
