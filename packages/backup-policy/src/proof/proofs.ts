import type { Lane } from "../forecast/lane.ts";
import { countUpTo } from "../forecast/sorted.ts";
import { DAY, HOUR, MINUTE } from "../forecast/time.ts";
import { FROM, lanesInYears, makeCalendar, worstGap } from "../laws/calendar.ts";
import type { Circumstances } from "../laws/law.ts";
import type { Policy } from "../schema.ts";
import { type Picking, picksOf } from "./picks.ts";
import { scheduleAfter } from "./schedule-after.ts";

/** How it is proven that a rule's points restore. */
export type Proof = { rule: string } & (
  | { by: "regularRuns" }
  /** The schedule is in UTC, as the verification's own. */
  | ({ by: "runsOfItsOwn"; schedule: string } & AtTimes)
  | ({ by: "nothing"; why: string } & AtTimes)
);

interface AtTimes {
  /** Whether regular runs may restore its points now and then, though not surely often enough to count. */
  atTimes: boolean;
}

type Seen = Pick<Circumstances, "calendar" | "lanes">;

/**
 * For each rule, what restores its points. A verification restores the newest point of each table; a rule that others
 * come after before the next verification never has it, and is verified by runs of its own: after each of its backups, or
 * at the verification's times where it backs up more often.
 *
 * Points count as restored when no longer passes between two of them than twice the time from one backup of the rule,
 * or from one verification, to the next: now and then another rule's point may be the newest. Of AWS restore testing it
 * is three times: it starts at any time of its window, so that a day's other rule may always come in between, and a weekly
 * and a monthly rule have days after one another.
 */
export function proofsOf(policy: Policy, seen?: Seen): Proof[] {
  const found = known.get(policy) ?? find(policy, seen ?? look(policy));
  known.set(policy, found);
  return found;
}

/** Of a policy it stays the same: asked for by laws, words, forecasts and stacks. */
const known = new WeakMap<Policy, Proof[]>();

function find(policy: Policy, seen: Seen): Proof[] {
  const lanes = seen.lanes().filter(({ isCopy }) => !isCopy);
  const { by, schedule, everyRule } = policy.verification;
  const starts = seen.calendar.starts(schedule, "UTC");
  const regular = regularly(policy);
  const missable = by.kind === "ownRestores" ? 2 : 3;
  // Own restores look into the policy's vault; AWS restore testing into air-gapped ones, too.
  const reached = by.kind === "ownRestores" ? lanes.filter(({ place }) => place === "vault") : lanes;
  const picked = pickedBy(reached, starts, regular);
  return lanes.map((lane): Proof => {
    const { rule } = lane;
    const { longest, ever: atTimes } = picked(rule);
    const nothing = (why: string): Proof => ({ rule, by: "nothing", why, atTimes });
    const allowed = missable * Math.max(worstGap(lane.made), worstGap(starts) + regular.startWindow);
    if (longest <= allowed) return { rule, by: "regularRuns" };
    if (lane.place !== "vault") return nothing(`its points are in ${lane.place}`);
    if (!everyRule) return nothing("verification.everyRule is false");
    // Of a rule that backs up more often than it is verified, not every point has to be restored.
    const isOften = worstGap(lane.made) <= worstGap(starts);
    const after = isOften ? schedule : scheduleAfter(policy.rules[rule]!);
    const isThere =
      after && pickedBy([lane], seen.calendar.starts(after, "UTC"), THE_NEWEST)(rule).longest <= allowed;
    return isThere
      ? { rule, by: "runsOfItsOwn", schedule: after, atTimes }
      : nothing("its points may be gone before their jobs have surely ended");
  });
}

/** The runs of their own that rules have. */
export interface RuleRun {
  rule: string;
  /** In UTC. */
  schedule: string;
}

export function ruleRuns(policy: Policy): RuleRun[] {
  return proofsOf(policy).flatMap((proof) => {
    return proof.by === "runsOfItsOwn" ? [{ rule: proof.rule, schedule: proof.schedule }] : [];
  });
}

/** How many minutes after a backup of the rule is due it is proven, or a later one, at the latest: as long as a restore may take after the run. */
export function provenWithinMinutes(policy: Policy, { rule, schedule }: RuleRun): number {
  const lane = laneOf(policy, rule);
  const runs = makeCalendar().starts(schedule, "UTC");
  let longest = 0;
  for (const made of lane.made) {
    const surely = made + lane.startWindow + lane.completionWindow;
    const run = runs[countUpTo(runs, surely - 1)];
    if (made >= FROM && run !== undefined) longest = Math.max(longest, run - made);
  }
  return longest / MINUTE + policy.objectives.rtoMinutes;
}

/** The most minutes old that a rule's newest complete point gets, however late its jobs are. */
export function oldestMinutes(policy: Policy, rule: string): number {
  const lane = laneOf(policy, rule);
  return (worstGap(lane.made) + lane.startWindow + lane.completionWindow) / MINUTE;
}

function laneOf(policy: Policy, rule: string): Lane {
  const lane = lanesInYears(policy).find((one) => one.rule === rule && !one.isCopy);
  if (!lane) throw new RangeError(`The policy has no rule ${rule}.`);
  return lane;
}

const look = (policy: Policy): Seen => {
  const lanes = lanesInYears(policy);
  return { calendar: makeCalendar(), lanes: () => lanes };
};

const THE_NEWEST = { among: "newest", within: Number.POSITIVE_INFINITY, startWindow: 0 } as const;

function regularly({ verification: { by } }: Policy): Omit<Picking, "late"> {
  if (by.kind === "ownRestores") return THE_NEWEST;
  return {
    among: by.algorithm === "LATEST_WITHIN_WINDOW" ? "newest" : "any",
    within: by.selectionWindowDays * DAY,
    startWindow: by.startWindowHours * HOUR,
  };
}

/** How long a rule's points may go unpicked, and whether they ever are: whether jobs take all their time or none. */
function pickedBy(lanes: readonly Lane[], at: readonly number[], picking: Omit<Picking, "late">) {
  const found = [true, false].map((late) => picksOf(lanes, at, { ...picking, late }));
  return (rule: string) => {
    const picks = found.map((byRule) => byRule.get(rule) ?? { surely: [], ever: false });
    return {
      longest: Math.max(...picks.map(({ surely }) => longestWithout(surely, at))),
      ever: picks.some(({ ever }) => ever),
    };
  };
}

/** The longest time of those instants in which nothing is picked; infinite where nothing ever is. */
function longestWithout(picked: readonly number[], instants: readonly number[]): number {
  if (picked.length === 0) return Number.POSITIVE_INFINITY;
  let [longest, last] = [0, instants[0]!];
  for (const at of [...picked, instants.at(-1)!]) {
    longest = Math.max(longest, at - last);
    last = at;
  }
  return longest;
}
