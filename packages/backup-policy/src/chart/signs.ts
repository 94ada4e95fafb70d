import type { ChartLane } from "./data.ts";

const ESCAPE = "\u001b[";
const CODES = { warm: 33, cold: 34, moment: 32, limit: 31, kept: 2 } as const;

export type Sign = { text: string; code: keyof typeof CODES };

/** What stands for what in the terminal. */
export const SIGNS = {
  warm: { text: "●", code: "warm" },
  cold: { text: "■", code: "cold" },
  warmCopy: { text: "○", code: "warm" },
  coldCopy: { text: "□", code: "cold" },
  moment: { text: "━", code: "moment" },
  kept: { text: "·", code: "kept" },
  limit: { text: "┆", code: "limit" },
} as const satisfies Record<string, Sign>;

/** A sign as the terminal takes it. */
export const shown = ({ text, code }: Sign, colour: boolean): string =>
  colour ? `${ESCAPE}${CODES[code]}m${text}${ESCAPE}0m` : text;

/**
 * A lane as one sign a column: how far back its points are kept, and the points; of several in a column the
 * newest.
 */
export function laneSigns(
  lane: ChartLane,
  columnOf: (age: number) => number,
  now: number,
): Map<number, Sign> {
  const signs = new Map<number, Sign>();
  for (let column = columnOf(lane.keepDays); column <= now; column += 1) {
    signs.set(column, lane.isContinuous ? SIGNS.moment : SIGNS.kept);
  }
  for (const { age, tier } of lane.points) {
    if (lane.isCopy) signs.set(columnOf(age), tier === "cold" ? SIGNS.coldCopy : SIGNS.warmCopy);
    else signs.set(columnOf(age), SIGNS[tier]);
  }
  return signs;
}
