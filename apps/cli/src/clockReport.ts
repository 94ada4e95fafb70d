import type { AdvanceLine, ClockState } from "@holdfast/local-cloud/time";
import { age, moment } from "./format.ts";
import { grid, type Paint } from "./report.ts";

/** What an advance brought. */
export interface Outcome {
  from: string;
  to: string;
  now: string;
  reached: boolean;
  seconds: number;
  backups: number;
  backupsNotCompleted: number;
  /** Verification runs, each over all tables. */
  verifications: number;
  verificationsNotPassed: number;
  restores: number;
  restoresNotCompleted: number;
  expired: number;
  movedToCold: number;
  /** Whether every backup was COMPLETED and every verification passed. */
  ok: boolean;
}

export function clockReport({ now, aheadMs, due }: ClockState, paint: Paint): string {
  const date = new Date(now);
  // To the minute: an advance by 90 days is that, less the moment it took to ask.
  const aheadMinutes = Math.round(aheadMs / 60_000);
  const ahead =
    aheadMinutes > 0
      ? `${age(new Date(0), new Date(aheadMinutes * 60_000))} ahead of this machine`
      : "the same as this machine's";
  const rows = due.map(({ at, what }) => [moment(new Date(at)), `in ${age(date, new Date(at))}`, what]);
  return [
    `${paint("bold", moment(date))}  ${ahead}`,
    "",
    due.length > 0 ? grid(paint, ["Falls due", "", "What"], rows) : "Nothing falls due.",
  ].join("\n");
}

interface Advance {
  from: Date;
  to: Date;
  /** The ARN of the state machine whose executions are the verification runs. */
  verifier: string | undefined;
}

export function outcomeOf(advance: Advance & { line: AdvanceLine; seconds: number }): Outcome {
  const { from, to, line, verifier, seconds } = advance;
  const { executions, ...done } = line.done;
  const { succeeded = 0, notSucceeded = 0 } = executions[verifier ?? ""] ?? {};
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    now: line.now,
    reached: line.ended === "reached",
    seconds: Math.round(seconds * 10) / 10,
    ...done,
    verifications: succeeded + notSucceeded,
    verificationsNotPassed: notSucceeded,
    ok: done.backupsNotCompleted + done.restoresNotCompleted + notSucceeded === 0,
  };
}

/** A line for the terminal: the date it got to, what was done, and about how long it will still take. */
export const advanceProgress =
  ({ seconds, ...advance }: Advance & { seconds: () => number }) =>
  (line: AdvanceLine): string => {
    const elapsed = seconds();
    const { backups, verifications, expired, movedToCold } = outcomeOf({
      ...advance,
      line,
      seconds: elapsed,
    });
    const [from, to, now] = [advance.from, advance.to, new Date(line.now)].map(Number);
    const share = (now! - from!) / (to! - from!);
    return [
      line.now.slice(0, 10),
      `${backups} backups`,
      `${verifications} verifications`,
      `${expired} expired`,
      `${movedToCold} moved to cold`,
      // The first moments tell nothing of the rest.
      elapsed > 1 &&
        share > 0.02 &&
        `about ${Math.max(1, Math.round((elapsed * (1 - share)) / share))} s left`,
    ]
      .filter(Boolean)
      .join(", ");
  };

export function advanceReport(outcome: Outcome, paint: Paint): string {
  const of = (count: number, bad: number, good: string) => {
    if (count + bad === 0) return "none";
    return bad === 0
      ? `${count}, all ${paint("green", good)}`
      : `${count}, ${paint("red", `${bad} not ${good}`)}`;
  };
  const { backups, backupsNotCompleted, restores, restoresNotCompleted } = outcome;
  const rows: [string, string][] = [
    ["backups", of(backups + backupsNotCompleted, backupsNotCompleted, "COMPLETED")],
    ["verifications", of(outcome.verifications, outcome.verificationsNotPassed, "PASSED")],
    ["restores", of(restores + restoresNotCompleted, restoresNotCompleted, "COMPLETED")],
    ["expired", `${outcome.expired} recovery points`],
    ["moved to cold", `${outcome.movedToCold} recovery points`],
  ];
  return [
    `The clock shows ${paint("bold", moment(new Date(outcome.now)))}, ${age(new Date(outcome.from), new Date(outcome.now))} later, after ${outcome.seconds} s.`,
    ...rows.map(([name, value]) => `  ${name.padEnd(14)} ${value}`),
  ].join("\n");
}
