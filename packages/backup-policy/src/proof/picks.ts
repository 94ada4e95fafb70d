import type { Lane } from "../forecast/lane.ts";
import { countUpTo } from "../forecast/sorted.ts";

/** How verifications pick among the points there are. */
export interface Picking {
  /** `newest` restores one point, `any` one by chance: over time, of every rule that has some. */
  among: "newest" | "any";
  /** How old a point may be to be picked. */
  within: number;
  /** How much later than its schedule a verification may start. */
  startWindow: number;
  /** Whether jobs take all the time that their windows give them; if not, they take none. */
  late: boolean;
}

/** Where in its window a verification is tried out. */
const SAMPLES = [0, 0.25, 0.5, 0.75, 1];

export interface Picks {
  /** At which instants a verification restores a point of the rule, whenever in its window it starts. */
  surely: number[];
  /** Whether some verification may restore one. */
  ever: boolean;
}

/** By rule, at which of those instants its points are restored. */
export function picksOf(
  lanes: readonly Lane[],
  instants: readonly number[],
  picking: Picking,
): Map<string, Picks> {
  const { startWindow } = picking;
  const samples = startWindow === 0 ? [0] : SAMPLES.map((share) => share * startWindow);
  const found = new Map<string, Picks>(lanes.map(({ rule }) => [rule, { surely: [], ever: false }]));
  for (const at of instants) {
    const picked = samples.map((later) => pickedAt(lanes, at + later, picking));
    for (const [rule, picks] of found) {
      const times = picked.filter((rules) => rules.includes(rule)).length;
      if (times > 0) picks.ever = true;
      if (times === samples.length) picks.surely.push(at);
    }
  }
  return found;
}

function pickedAt(lanes: readonly Lane[], at: number, { among, within, late }: Picking): string[] {
  let newest = Number.NEGATIVE_INFINITY;
  let picked: string[] = [];
  for (const lane of lanes) {
    const takes = late ? lane.startWindow + lane.completionWindow : 0;
    const made = lane.made[countUpTo(lane.made, at - takes) - 1];
    if (made === undefined || made + Math.min(lane.keep, within) <= at) continue;
    if (among === "newest" && made > newest) picked = [];
    if (among === "any" || made >= newest) picked.push(lane.rule);
    newest = Math.max(newest, made);
  }
  return picked;
}
