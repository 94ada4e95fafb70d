import { setTimeout as delay } from "node:timers/promises";
import type { CloudClock } from "../clock.ts";
import { mappings } from "../iam/actions/registry.ts";
import type { HttpRequest } from "../service.ts";
import type { Faults, Strikable } from "./faults.ts";
import { refusalOf } from "./refusals.ts";

export interface DoorCall {
  service: string;
  operation: string;
  request: HttpRequest;
}

/** Waits, passes or throws AWS's own error: what faults make of a call at the front door. */
export type StrikeCall = (call: DoorCall, signal: AbortSignal) => Promise<void>;

const refusing = ["throttle", "error", "unavailable"] as const;
const atTheDoor = new Set<string>(["latency", ...refusing]);

/** The same of a call that one service of the cloud makes of another, without the front door. */
export type StrikeInside = (at: Strikable, signal?: AbortSignal) => Promise<void>;

/** Latency is real time, which the clock doesn't shorten: it is advanced when the call has been answered. */
export const strikeInside =
  (faults: Faults, clock: Pick<CloudClock, "work">): StrikeInside =>
  async (at, signal) => {
    const late = faults.strike("latency", at);
    if (late) await clock.work(delay(late.ms, undefined, { signal }));
    for (const kind of refusing) {
      if (faults.strike(kind, at)) throw refusalOf(kind, at.service, at.operation);
    }
  };

export const strikeCalls = (faults: Faults, clock: Pick<CloudClock, "work">): StrikeCall => {
  const strike = strikeInside(faults, clock);
  return async ({ service, operation, request }, signal) => {
    if (!faults.list().some(({ kind }) => atTheDoor.has(kind))) return;
    await strike({ service, operation, resources: namedIn(service, operation, request) }, signal);
  };
};

type Body = Record<string, unknown>;

/** What a request names: in its path, in its body, and the fields of a GraphQL document. */
function namedIn(service: string, operation: string, { path, body }: HttpRequest): string[] {
  const input = parse(body);
  return [
    ...path.split("/").filter(Boolean).map(decode),
    ...Object.values(input).filter((value) => typeof value === "string"),
    ...Object.keys(Object(input.RequestItems)),
    ...(service === "appsync" ? fieldsOf(operation, input) : []),
  ];
}

const place = { partition: "aws", region: "", accountId: "" } as const;

function fieldsOf(operation: string, input: Body): string[] {
  try {
    return mappings.appsync!(operation, input, place).map(({ resource }) => resource);
  } catch {
    // AppSync refuses what it can't read.
    return [];
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function parse(body: Buffer): Body {
  const text = body.toString("utf8");
  try {
    return Object(JSON.parse(text));
  } catch {
    // AWS Query: a form.
    return Object.fromEntries(new URLSearchParams(text));
  }
}
