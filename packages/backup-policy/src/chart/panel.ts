import { type Markish, type PlotOptions, ruleX, text } from "@observablehq/plot";
import { namedAges, YOUNGEST } from "./age.ts";
import { COLOUR } from "./style.ts";

export const WIDTH = 960;
export const MARGIN = { marginLeft: 210, marginRight: 36 };

/** One drawing of a chart, and how high it is. */
export type Panel = PlotOptions & { height: number };

/** A panel's heading, above its frame. */
export function heading(words: string): Markish {
  return text([words], {
    frameAnchor: "top-left",
    dx: -MARGIN.marginLeft + 24,
    dy: -30,
    fontSize: 13,
    fontWeight: 600,
    fill: COLOUR.ink,
    textAnchor: "start",
  });
}

/** The axis of ages: now at the right, the oldest at the left, each unit about as wide as the next. */
export function ages(oldest: number): PlotOptions["x"] {
  return {
    type: "log",
    domain: [oldest, YOUNGEST],
    axis: null,
  };
}

/** Lines and names of an axis of ages; Plot's own axis leaves out most names on a logarithmic scale. */
export function ageLines(oldest: number): Markish[] {
  const named = namedAges(oldest);
  return [
    ruleX(named, { x: ([days]) => days, stroke: COLOUR.line }),
    text(named, {
      x: ([days]) => days,
      text: ([, name]) => name,
      frameAnchor: "bottom",
      dy: 18,
      fontSize: 11,
      fill: COLOUR.muted,
    }),
  ];
}
