import type { Forecast } from "../forecast/index.ts";
import { YOUNGEST } from "./age.ts";

const DAY_OF_MINUTES = 24 * 60;
const STEPS = 48;
/** Delays nearer to each other than by this factor are one to the eye. */
const NEAR = 1.002;

/** The most that an incident costs that is noticed that late, both in days. */
export interface WorstByDelay {
  delay: number;
  lostDays: number;
}

/** What the worst incident costs by how late it is noticed, and from which delay on nothing is left. */
export interface LossCurve {
  losses: WorstByDelay[];
  gone?: number;
}

/** Looks closer where the loss changes, so that its steps are where they belong. */
export function lossCurve(forecast: Forecast, oldest: number): LossCurve {
  const lostAfter = (delay: number): number => {
    const { loss } = forecast.worstLoss(delay);
    return loss ? loss.minutes / DAY_OF_MINUTES : Number.POSITIVE_INFINITY;
  };
  const between = (from: WorstByDelay, to: WorstByDelay): WorstByDelay[] => {
    if (from.lostDays === to.lostDays || to.delay / from.delay < NEAR) return [to];
    const delay = Math.sqrt(from.delay * to.delay);
    const middle = { delay, lostDays: lostAfter(delay) };
    return [...between(from, middle), ...between(middle, to)];
  };
  let last = { delay: YOUNGEST, lostDays: lostAfter(YOUNGEST) };
  const curve = [last];
  for (let i = 1; i <= STEPS && last.lostDays < Number.POSITIVE_INFINITY; i += 1) {
    const delay = YOUNGEST * (oldest / YOUNGEST) ** (i / STEPS);
    const next = { delay, lostDays: lostAfter(delay) };
    curve.push(...between(last, next));
    last = next;
  }
  const gone = curve.find(({ lostDays }) => lostDays === Number.POSITIVE_INFINITY)?.delay;
  const losses = curve.filter(({ lostDays }) => lostDays < Number.POSITIVE_INFINITY);
  return gone === undefined ? { losses } : { losses, gone };
}
