import { areaY, ruleY } from "@observablehq/plot";
import type { ChartData, HeldOn } from "./data.ts";
import { heading, MARGIN, type Panel, WIDTH } from "./panel.ts";
import { COLOUR } from "./style.ts";

const KINDS = ["warm", "cold", "warm copy", "cold copy"];

/** How many points there are over the forecast's time, by tier. */
export function heldPanel({ held }: ChartData): Panel {
  return {
    ...MARGIN,
    width: WIDTH,
    marginTop: 50,
    marginBottom: 30,
    height: 180,
    x: { type: "utc", label: null, tickSize: 0 },
    y: { label: null, ticks: 4, tickSize: 0, grid: false, zero: true },
    opacity: { type: "identity" },
    color: {
      domain: KINDS,
      range: [COLOUR.warm, COLOUR.cold, COLOUR.warm, COLOUR.cold],
    },
    marks: [
      heading("How many recovery points there are"),
      ruleY([0], { stroke: COLOUR.line }),
      areaY(held, {
        x: "at",
        y: "points",
        z: "kind",
        order: KINDS,
        fill: "kind",
        fillOpacity: ({ kind }: HeldOn) => (kind.endsWith("copy") ? 0.4 : 0.85),
        curve: "step",
      }),
    ],
  };
}
