import { areaY, lineY, type Markish, rect, ruleY, text } from "@observablehq/plot";
import { namedAges } from "./age.ts";
import type { ChartData } from "./data.ts";
import { ageLines, ages, heading, MARGIN, type Panel, WIDTH } from "./panel.ts";
import { COLOUR } from "./style.ts";

/** What the worst incident costs, by how late it is noticed; aligned with the points by age. */
export function lossPanel({ curve: { losses, gone }, oldest, rpoDays }: ChartData): Panel {
  const most = 1.25 * Math.max(rpoDays, ...losses.map(({ lostDays }) => lostDays));
  const named = new Map([[0, "nothing"], ...namedAges(most).filter(([days]) => days >= 1 / 4)]);
  return {
    ...MARGIN,
    width: WIDTH,
    marginTop: 50,
    marginBottom: 34,
    height: 210,
    x: ages(oldest),
    // Hours and years on one axis that has a nought.
    y: {
      type: "pow",
      exponent: 0.3,
      domain: [0, most],
      label: null,
      ticks: [...named.keys()],
      tickFormat: (days: number) => named.get(days) ?? "",
      tickSize: 0,
    },
    marks: [
      heading(
        "What is lost at worst, by how long ago the damage was done, once each rule has all its points",
      ),
      ...ageLines(oldest),
      ruleY(named.keys(), { stroke: COLOUR.line }),
      ...(gone === undefined ? [] : nothingLeft(gone, oldest, most)),
      areaY(losses, { x: "delay", y: "lostDays", fill: COLOUR.ink, fillOpacity: 0.08 }),
      lineY(losses, { x: "delay", y: "lostDays", stroke: COLOUR.ink, strokeWidth: 1.8 }),
      ruleY([rpoDays], { stroke: COLOUR.limit, strokeWidth: 1.5, strokeDasharray: "5 4" }),
      text(["RPO"], {
        y: rpoDays,
        frameAnchor: "right",
        textAnchor: "start",
        dx: 6,
        fill: COLOUR.limit,
        fontSize: 11,
        fontWeight: 600,
      }),
    ],
  };
}

/** Damage that was done so long ago that no point is from before it. */
function nothingLeft(from: number, oldest: number, most: number): Markish[] {
  return [
    rect([from], { x1: oldest, x2: from, y1: 0, y2: most, fill: COLOUR.limit, fillOpacity: 0.14 }),
    text(["← nothing left"], {
      x: from,
      frameAnchor: "top",
      dx: -4,
      dy: 12,
      textAnchor: "start",
      fontSize: 11,
      fontWeight: 600,
      fill: COLOUR.limit,
    }),
  ];
}
