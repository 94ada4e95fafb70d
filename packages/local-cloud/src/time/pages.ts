import { setTimeout as delay } from "node:timers/promises";
import type { CloudClock, Due } from "../clock.ts";
import { AwsError, restJsonError } from "../errors.ts";
import type { Page } from "../frontDoor.ts";
import type { HttpReply, HttpRequest } from "../service.ts";
import type { Activity, Done } from "./activity.ts";

interface TimeDeps {
  clock: CloudClock;
  activity: Activity;
  /** What falls due besides what the clock has a name for. */
  upcoming: () => Due[];
}

/** What the clock shows. Dates are ISO 8601. */
export interface ClockState {
  now: string;
  aheadMs: number;
  due: { at: string; what: string }[];
}

/** One line of an advance's answer; the last one has `ended`. */
export interface AdvanceLine {
  now: string;
  done: Done;
  ended?: "reached" | "stopped" | "failed";
  message?: string;
}

const dueShown = 20;
const lineEveryMs = 200;
/** JavaScript's dates, and AWS's timestamps, go on; years of five digits are a slip of the hand. */
const latest = Date.UTC(9999, 11, 31);

/**
 * `GET /_holdfast/clock` shows the clock. `POST /_holdfast/clock/advance` with `{"to": "<ISO 8601>"}` goes there and tells
 * how far it is, a line of JSON at a time; it stops when its caller leaves. `POST /_holdfast/clock/stop` stops it, too.
 */
export function clockPages(deps: TimeDeps): Record<string, Page> {
  const { clock } = deps;
  let stopping = new AbortController();
  return {
    "GET /_holdfast/clock": () => json(clockState(deps)),
    "POST /_holdfast/clock/advance": (request, left) => {
      try {
        const to = destination(request, clock.now());
        const signal = AbortSignal.any([left, stopping.signal]);
        return {
          status: 200,
          headers: { "content-type": "application/x-ndjson" },
          body: advance(deps, to, signal),
        };
      } catch (error) {
        if (error instanceof AwsError) return restJsonError(error);
        throw error;
      }
    },
    "POST /_holdfast/clock/stop": () => {
      stopping.abort(new Error("The clock was stopped on request."));
      stopping = new AbortController();
      return json(clockState(deps));
    },
  };
}

function clockState({ clock, upcoming }: TimeDeps): ClockState {
  const due = [...clock.due(), ...upcoming()].sort((one, other) => one.at.getTime() - other.at.getTime());
  return {
    now: clock.now().toISOString(),
    aheadMs: clock.aheadMs,
    due: due.slice(0, dueShown).map(({ at, what }) => ({ at: at.toISOString(), what })),
  };
}

function destination({ body }: HttpRequest, now: Date): Date {
  const refuse = (fault: string) => new AwsError("ValidationException", fault);
  let to: unknown;
  try {
    to = Object(JSON.parse(body.toString("utf8"))).to;
  } catch {
    throw refuse("The body isn't JSON.");
  }
  const date = new Date(typeof to === "string" ? to : Number.NaN);
  if (!(date.getTime() <= latest))
    throw refuse(`"to" is ${JSON.stringify(to)}; it has to be a date, ISO 8601.`);
  if (date <= now)
    throw refuse(
      `The clock shows ${now.toISOString()} and never goes back: it can't be set to ${date.toISOString()}.`,
    );
  return date;
}

async function* advance(
  { clock, activity }: TimeDeps,
  to: Date,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const tally = activity.tally();
  const line = (end: Partial<AdvanceLine> = {}) =>
    `${JSON.stringify({ now: clock.now().toISOString(), done: tally.read(), ...end } satisfies AdvanceLine)}\n`;
  try {
    const goal = clock.advance(to, { signal }).then(
      (): Partial<AdvanceLine> => ({ ended: "reached" }),
      (error: Error): Partial<AdvanceLine> =>
        signal.aborted ? { ended: "stopped" } : { ended: "failed", message: error.message },
    );
    for (;;) {
      const end = await Promise.race([goal, delay(lineEveryMs, undefined)]);
      yield line(end);
      if (end) return;
    }
  } finally {
    tally.end();
  }
}

const json = (value: unknown): HttpReply => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});
