import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { forecast } from "../forecast/index.ts";
import { at, policyOf } from "../forecast/testing.ts";
import { forecastChart } from "./svg.ts";
import { drawn, windows, year } from "./testing.ts";

const policy = drawn(35);

/** How many dots of the panels there are, by what they are drawn with; the legend has one of each. */
function dots(svg: string): Record<string, number> {
  const { document } = parseHTML(svg);
  const found: Record<string, number> = {};
  for (const circle of document.querySelectorAll("circle")) {
    const own = (name: string) =>
      circle.getAttribute(name) ?? circle.closest(`g[${name}]`)?.getAttribute(name) ?? "";
    const look = `${own("stroke")} in ${own("fill")}`.replaceAll(/var\(--(\w+)\)/g, "$1");
    found[look] = (found[look] ?? 0) + 1;
  }
  return found;
}

it("draws a dot for each point, in its tier's colour, and copies hollow", () => {
  expect(dots(forecastChart(forecast(policy, year)))).toEqual({
    "warm in warm": 1 + 7 + 2,
    "cold in cold": 1 + 10,
    "warm in paper": 1 + 3,
    "moment in moment": 1,
  });
});

it("looks back from another day", () => {
  const svg = forecastChart(forecast(policy, { ...year, since: year.from }), { at: at("2027-01-03") });
  expect(dots(svg)).toEqual({
    "warm in warm": 1 + 2 + 1,
    "cold in cold": 1,
    "warm in paper": 1 + 2,
    "moment in moment": 1,
  });
  expect(svg).toContain("go back to on 2027-01-03");
});

it.each([
  ["the vault", "Backup policy of the vault holdfast"],
  ["how long points are kept", ">365 days, cold after 90<"],
  ["where copies go", ">daily → eu-west-1<"],
  ["the RPO", ">RPO 27 h<"],
  ["how far back one must be able to go", ">reach back 30 days<"],
  ["from when on nothing is left", ">← nothing left<"],
])("says %s", (_, words) => {
  expect(forecastChart(forecast(policy, year))).toContain(words);
});

it("takes a title of any letters", () => {
  const svg = forecastChart(forecast(policy, year), { title: "R&D <prod>" });
  expect(svg).toContain("<title>R&amp;D &lt;prod></title>");
  expect(svg).not.toContain("<prod>");
});

it("stands alone and follows the viewer's preference for light or dark", () => {
  const svg = forecastChart(forecast(policy, year));
  expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
  expect(svg.slice(50)).not.toMatch(/https?:|<script|href=|url\(|NaN|undefined/);
  expect(svg).toContain("@media (prefers-color-scheme: dark)");
});

it("stays small however many points there are", () => {
  const hourly = policyOf({
    rules: { hourly: { schedule: "cron(0 * * * ? *)", keepDays: 365, ...windows } },
  });
  expect(forecastChart(forecast(hourly, year)).length).toBeLessThan(150_000);
});
