import { dot, type Markish, ruleX, text } from "@observablehq/plot";
import type { ChartData } from "./data.ts";
import { type Panel, WIDTH } from "./panel.ts";
import { COLOUR } from "./style.ts";

const LEFT = 24;
const KEY = 112;
const LINE = 66;

/** The chart's title, what it is about, and what the colours stand for. */
export function header(name: string, about: string, { lanes }: ChartData): Panel {
  const keys: [name: string, mark: (x: number) => Markish][] = [
    ["warm", (x) => sign(x, COLOUR.warm, COLOUR.warm)],
    ["cold", (x) => sign(x, COLOUR.cold, COLOUR.cold)],
  ];
  if (lanes.some(({ isCopy }) => isCopy)) keys.push(["a copy", (x) => sign(x, COLOUR.warm, COLOUR.paper)]);
  keys.push([
    "objective",
    (x) => ruleX([x], { y1: LINE - 6, y2: LINE + 6, stroke: COLOUR.limit, strokeWidth: 2 }),
  ]);
  if (lanes.some(({ isContinuous }) => isContinuous)) {
    keys.push(["any moment, by point-in-time recovery", (x) => sign(x, COLOUR.moment, COLOUR.moment)]);
  }
  return {
    width: WIDTH,
    height: 76,
    margin: 0,
    axis: null,
    x: { type: "identity" },
    y: { type: "identity" },
    marks: [
      text([name], { x: LEFT, y: 24, fontSize: 18, fontWeight: 700, textAnchor: "start", fill: COLOUR.ink }),
      text([about], { x: LEFT, y: 44, fontSize: 12, textAnchor: "start", fill: COLOUR.muted }),
      ...keys.flatMap(([key, mark], i) => {
        const x = LEFT + 4 + i * KEY;
        return [
          mark(x),
          text([key], { x: x + 10, y: LINE, fontSize: 11, textAnchor: "start", fill: COLOUR.ink }),
        ];
      }),
    ],
  };
}

const sign = (x: number, stroke: string, fill: string): Markish =>
  dot([x], { x, y: LINE, r: 3.6, stroke, fill, strokeWidth: 1.6 });
