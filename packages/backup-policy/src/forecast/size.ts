import { DAY } from "./time.ts";

/** How long a month of growth is, on average. */
const MONTH = (365.25 / 12) * DAY;

/** How big a table is, and how it grows. */
export interface TableSize {
  name: string;
  /** In GB of 2^30 bytes, when the forecast begins. */
  gb: number;
  growth?: { gbPerMonth: number } | { percentPerMonth: number };
}

/** How big all tables are together at an instant, before the forecast's beginning too. */
export function sizeAt(tables: readonly TableSize[], begin: number, at: number): number {
  const months = (at - begin) / MONTH;
  return tables.reduce((sum, table) => sum + sizeOf(table, months), 0);
}

function sizeOf({ gb, growth }: TableSize, months: number): number {
  if (!growth) return gb;
  if ("gbPerMonth" in growth) return Math.max(0, gb + growth.gbPerMonth * months);
  return gb * (1 + growth.percentPerMonth / 100) ** months;
}
