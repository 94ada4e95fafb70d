import { expect, it } from "vitest";
import { saidBy } from "../testing.ts";

const said = (prices: object) => saidBy("prices-say-their-source", { prices });

it("tells of a price under another's name", () => {
  expect(said({ warmPerGbMonth: 0.12 })).toEqual([
    'prices.source is "https://aws.amazon.com/backup/pricing/"; allowed: where warmPerGbMonth is from, and with prices.on since when',
  ]);
});

it("takes prices with their source, and those that were looked up", () => {
  expect(said({ warmPerGbMonth: 0.12, on: "2026-12-01", source: "our contract" })).toEqual([]);
  expect(said({})).toEqual([]);
});
