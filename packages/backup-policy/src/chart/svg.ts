import { plot } from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Forecast } from "../forecast/index.ts";
import { chartData } from "./data.ts";
import { header } from "./header.ts";
import { heldPanel } from "./held-panel.ts";
import { lanesPanel } from "./lanes-panel.ts";
import { lossPanel } from "./loss-panel.ts";
import type { ChartOptions } from "./options.ts";
import { type Panel, WIDTH } from "./panel.ts";
import { COLOUR, STYLE } from "./style.ts";

const BOTTOM = 12;

/**
 * The forecast as a picture: an SVG document that needs nothing besides itself and follows the viewer's
 * preference for light or dark.
 */
export function forecastChart(forecast: Forecast, { at = forecast.to, title }: ChartOptions = {}): string {
  const data = chartData(forecast, at);
  const name = title ?? `Backup policy of the vault ${forecast.policy.vault.name}`;
  const about = `Forecast from ${day(forecast.from)} to ${day(forecast.to)}; jobs take all the time their windows give them`;
  const panels = [header(name, about, data), lanesPanel(data, day(at)), lossPanel(data), heldPanel(data)];
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  let height = 0;
  const drawn = panels.map((panel) => {
    const group = draw(panel, document, height);
    height += panel.height;
    return group;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="forecast" viewBox="0 0 ${WIDTH} ${height + BOTTOM}" width="${WIDTH}" height="${height + BOTTOM}" role="img" font-family="system-ui, sans-serif">`,
    `<title>${escaped(name)}</title><desc>${escaped(about)}</desc><style>${STYLE}</style>`,
    `<rect width="100%" height="100%" rx="10" fill="${COLOUR.paper}"/>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

const day = (at: Date) => at.toISOString().slice(0, 10);

const escaped = (words: string) => words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** A panel as a group, below the ones before it: its own style sheet would make it as wide as the page. */
function draw(panel: Panel, document: PlotDocument, top: number): string {
  const svg = plot({ ...panel, document, style: { color: COLOUR.muted } });
  svg.querySelector("style")?.remove();
  return `<g transform="translate(0,${top})" fill="currentColor" color="${COLOUR.muted}" font-size="11" text-anchor="middle">${svg.innerHTML}</g>`;
}

type PlotDocument = NonNullable<Parameters<typeof plot>[0]>["document"];
