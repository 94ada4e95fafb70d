import fc from "fast-check";
import { expect, it } from "vitest";
import { forecast } from "../forecast/index.ts";
import { at, policies, policyOf } from "../forecast/testing.ts";
import { terminalChart } from "./terminal.ts";
import { drawn, year } from "./testing.ts";

const policy = drawn(7);

it("draws a rule a line, its points by age, now at the right", () => {
  expect(terminalChart(forecast(policy, year)).split("\n")).toEqual([
    "Recovery points to go back to on 2028-01-01, by age",
    "              any moment, 7 days┤                   ━━━━━━━━━━━━━━━━━━━━━━━━━",
    "                   daily, 7 days┤                   ●●●●●·●··┆●··············",
    "       daily → eu-west-1, 3 days┤                       ○·○··┆○··············",
    "monthly, 365 days, cold after 90┤ ■■■■■■■·●··●···············┆···············",
    "                                └───────┬───────────┬───────────────┬───────┬",
    "                                 3 months      1 week         6 hours  1 hour",
    "● warm  ■ cold  ○ copy  □ cold copy  ━ any moment  · kept so long  ┆ RPO 27 h",
    "",
  ]);
});

it("draws one rule alone", () => {
  const alone = terminalChart(forecast(policyOf({}), year), { columns: 50 });
  expect(alone.split("\n")[1]).toBe("daily, 35 days┤ ●●●●●●●●●●●●·●·┆·●·············");
});

it("uses colours when asked to, and says the same without", () => {
  const seen = forecast(policy, year);
  const plain = terminalChart(seen);
  const coloured = terminalChart(seen, { colour: true });
  expect(plain).not.toContain("\u001b");
  expect(coloured).toContain("\u001b[33m●\u001b[0m");
  expect(
    coloured
      .split("\u001b")
      .map((part, i) => (i === 0 ? part : part.replace(/^\[\d+m/, "")))
      .join("")
      .replaceAll(/ +$/gm, ""),
  ).toBe(plain);
});

it("fits the terminal", () => {
  fc.assert(
    fc.property(policies, fc.integer({ min: 70, max: 200 }), (policy, columns) => {
      const drawn = terminalChart(forecast(policy, { from: at("2027-01-01"), to: at("2027-02-01") }), {
        columns,
      });
      const [, ...lines] = drawn.split("\n");
      for (const line of lines.slice(0, -2)) expect(line.length).toBeLessThanOrEqual(columns);
    }),
    { numRuns: 20 },
  );
}, 60_000);
