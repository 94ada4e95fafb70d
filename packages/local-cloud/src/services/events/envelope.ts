import type { CloudEvent, Place } from "../../service.ts";

/** An event as rules and targets get it. */
export interface Envelope extends CloudEvent {
  version: string;
  id: string;
  account: string;
  time: string;
  region: string;
}

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export const envelope = (
  event: CloudEvent,
  place: Place,
  { id, at }: { id: string; at: Date },
): Envelope => ({
  version: "0",
  id,
  "detail-type": event["detail-type"],
  source: event.source,
  account: place.accountId,
  time: at.toISOString().replace(/\.\d+Z$/, "Z"),
  region: place.region,
  resources: event.resources,
  detail: event.detail,
});
