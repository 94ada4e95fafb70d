import { PRICES } from "../prices.ts";
import type { Law } from "./law.ts";

export const pricesSayTheirSource: Law = {
  severity: "warning",
  says: "Prices that differ from those looked up say where they are from.",
  source: "https://aws.amazon.com/backup/pricing/",
  check: ({ prices }) => {
    const { on: _on, source: _source, ...amounts } = PRICES;
    const changed = Object.entries(amounts).filter(
      ([name, amount]) => prices[name as keyof typeof amounts] !== amount,
    );
    if (changed.length === 0 || prices.source !== PRICES.source || prices.on !== PRICES.on) return [];
    return [
      {
        field: "prices.source",
        got: prices.source,
        allowed: `where ${changed.map(([name]) => name).join(", ")} is from, and with prices.on since when`,
      },
    ];
  },
};
