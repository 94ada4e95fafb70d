import { plot } from "simple-ascii-chart";
import type { Forecast } from "../forecast/index.ts";
import { namedAges, YOUNGEST } from "./age.ts";
import { type ChartData, chartData } from "./data.ts";
import type { TerminalChartOptions } from "./options.ts";
import { laneSigns, SIGNS, type Sign, shown } from "./signs.ts";

/** What a line has besides names and points. */
const FRAME = 4;
const NARROWEST = 24;

/**
 * The forecast's recovery points by age as lines of text: a rule a line, now at the right, each unit of time
 * about as wide as the next.
 */
export function terminalChart(
  forecast: Forecast,
  { at = forecast.to, title, columns = 80, colour = false }: TerminalChartOptions = {},
): string {
  const data = chartData(forecast, at);
  const names = data.lanes.map(({ name, lifecycle }) => `${name}, ${lifecycle}`);
  const width = Math.max(NARROWEST, columns - FRAME - Math.max(...names.map(({ length }) => length)));
  const scale = scaleOf(data.oldest, width);
  const signs = signsOf(data, scale, width);
  const ages = apart(namedAges(data.oldest).map(([days, name]) => [scale(days), name]));
  const drawing = plot(
    [...signs.keys()].map((key) => key.split(" ").map(Number) as [number, number]),
    {
      width,
      height: names.length,
      yRange: [0, Math.max(1, names.length - 1)],
      customXAxisTicks: [...ages.keys()],
      customYAxisTicks: names.map((_, row) => row),
      symbols: { axis: { n: " ", e: " " } },
      formatter: (value, { axis }) => (axis === "y" ? names.at(-1 - value) : ages.get(value)) ?? "",
      lineFormatter: ({ x, y, plotX, plotY }) => ({
        x: plotX,
        y: plotY,
        symbol: shown(signs.get(`${x} ${y}`) ?? SIGNS.kept, colour),
      }),
    },
  );
  const day = at.toISOString().slice(0, 10);
  return [
    title ?? `Recovery points to go back to on ${day}, by age`,
    ...drawing
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== ""),
    legend(data, colour),
    "",
  ].join("\n");
}

/** The column of an age, on a logarithmic scale with now at the right. */
function scaleOf(oldest: number, width: number): (age: number) => number {
  const ages = Math.log(oldest / YOUNGEST);
  return (age) => Math.round((width - 1) * (1 - Math.log(Math.max(age, YOUNGEST) / YOUNGEST) / ages));
}

/** A sign for every column and row that has one; the rows count from the bottom. */
function signsOf(
  { lanes, rpoDays }: ChartData,
  scale: (age: number) => number,
  width: number,
): Map<string, Sign> {
  const signs = new Map<string, Sign>();
  for (const [i, lane] of lanes.entries()) {
    const row = lanes.length - 1 - i;
    // Both ends have something, so that a line is as wide as the axis.
    for (const column of [0, width - 1]) signs.set(`${column} ${row}`, { text: " ", code: "kept" });
    for (const [column, sign] of laneSigns(lane, scale, width - 1)) signs.set(`${column} ${row}`, sign);
    const limit = `${scale(rpoDays)} ${row}`;
    if ((signs.get(limit) ?? SIGNS.kept) === SIGNS.kept) signs.set(limit, SIGNS.limit);
  }
  return signs;
}

/** The names that don't run into one another, from now backwards. */
function apart(ages: [column: number, name: string][]): Map<number, string> {
  const fitting = new Map<number, string>();
  let free = Number.POSITIVE_INFINITY;
  for (const [column, name] of ages) {
    if (column + 2 > free) continue;
    fitting.set(column, name);
    free = column - name.length;
  }
  return fitting;
}

function legend({ lanes, rpoDays }: ChartData, colour: boolean): string {
  const hasCopies = lanes.some(({ isCopy }) => isCopy);
  const isContinuous = lanes.some((lane) => lane.isContinuous);
  const keys: [sign: Sign, meaning: string][] = [
    [SIGNS.warm, "warm"],
    [SIGNS.cold, "cold"],
    ...(hasCopies
      ? ([
          [SIGNS.warmCopy, "copy"],
          [SIGNS.coldCopy, "cold copy"],
        ] as [Sign, string][])
      : []),
    ...(isContinuous ? ([[SIGNS.moment, "any moment"]] as [Sign, string][]) : []),
    [SIGNS.kept, "kept so long"],
    [SIGNS.limit, `RPO ${Math.round(rpoDays * 24)} h`],
  ];
  return keys.map(([sign, meaning]) => `${shown(sign, colour)} ${meaning}`).join("  ");
}
