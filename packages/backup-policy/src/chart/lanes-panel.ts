import { dot, type Markish, ruleX, ruleY, text } from "@observablehq/plot";
import { YOUNGEST } from "./age.ts";
import type { ChartData, ChartLane } from "./data.ts";
import { ageLines, ages, heading, MARGIN, type Panel, WIDTH } from "./panel.ts";
import { COLOUR } from "./style.ts";

const LANE = 34;
/** Dots that are nearer to each other than so many pixels look like one. */
const APART = 3;

/** Each rule's points by their age, and how far back they have to go. */
export function lanesPanel({ lanes, oldest, rpoDays, reachBackDays }: ChartData, today: string): Panel {
  return {
    ...MARGIN,
    width: WIDTH,
    marginTop: 62,
    marginBottom: 30,
    height: 92 + LANE * lanes.length,
    x: ages(oldest),
    y: { axis: null, domain: lanes.map((_, i) => i), type: "point", padding: 0.5 },
    marks: [
      heading(`The recovery points one can go back to on ${today}, by age`),
      ...ageLines(oldest),
      limit(rpoDays, `RPO ${words(rpoDays)}`, COLOUR.limit),
      // Near the left end: centred, its words would run into the rules' names.
      limit(reachBackDays, `reach back ${words(reachBackDays)}`, COLOUR.muted, "start"),
      ...lanes.flatMap((lane, i) => [...label(lane, i, oldest), ...kept(lane, i), points(lane, i, oldest)]),
    ],
  };
}

const words = (days: number): string =>
  days < 2 ? `${Math.round(days * 24)} h` : `${Math.round(days)} days`;

function limit(
  age: number,
  name: string,
  fill: string,
  textAnchor: "start" | "middle" = "middle",
): Markish[] {
  return [
    ruleX([age], { stroke: fill, strokeWidth: 1.5, strokeDasharray: "5 4" }),
    text([name], { x: age, frameAnchor: "top", dy: -9, textAnchor, fill, fontSize: 11, fontWeight: 600 }),
  ];
}

function label({ name, lifecycle }: ChartLane, i: number, oldest: number): Markish[] {
  const place = { x: oldest, y: i, textAnchor: "end", dx: -14 } as const;
  return [
    text([name], { ...place, dy: -7, fontSize: 12, fontWeight: 600, fill: COLOUR.ink }),
    text([lifecycle], { ...place, dy: 8, fontSize: 10.5, fill: COLOUR.muted }),
  ];
}

/** A band as long as points are kept. */
function kept(lane: ChartLane, i: number): Markish[] {
  const band = (x1: number, x2: number, stroke: string, opacity: number) =>
    ruleY([i], { x1, x2, y: i, stroke, strokeWidth: 12, strokeOpacity: opacity });
  if (lane.isContinuous) return [band(YOUNGEST, lane.keepDays, COLOUR.moment, 0.9)];
  const warm = Math.min(lane.coldAfterDays ?? lane.keepDays, lane.keepDays);
  return [
    band(YOUNGEST, warm, COLOUR.warm, 0.18),
    ...(warm < lane.keepDays ? [band(warm, lane.keepDays, COLOUR.cold, 0.18)] : []),
  ];
}

function points({ points, isCopy }: ChartLane, i: number, oldest: number): Markish {
  const width = WIDTH - MARGIN.marginLeft - MARGIN.marginRight;
  const column = (age: number) =>
    Math.round((Math.log(age / YOUNGEST) * width) / Math.log(oldest / YOUNGEST) / APART);
  const seen = new Map(points.map((point) => [column(point.age), point]));
  return dot([...seen.values()], {
    x: "age",
    y: () => i,
    r: 3.6,
    strokeWidth: 1.6,
    stroke: ({ tier }) => (tier === "cold" ? COLOUR.cold : COLOUR.warm),
    fill: ({ tier }) => (isCopy ? COLOUR.paper : tier === "cold" ? COLOUR.cold : COLOUR.warm),
  });
}
