/** A calendar month of UTC, or the part of it that a forecast has. */
export interface Month {
  /** 2026-11 */
  name: string;
  from: number;
  to: number;
  /** How long the whole month is, in milliseconds: AWS's GB-month is a GB for all of it. */
  length: number;
}

/** The months from an instant until before another; the first and the last may be parts. */
export function monthsBetween(from: number, to: number): Month[] {
  const months: Month[] = [];
  for (let at = from; at < to; ) {
    const date = new Date(at);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    const [start, end] = [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
    months.push({
      name: date.toISOString().slice(0, 7),
      from: at,
      to: Math.min(end, to),
      length: end - start,
    });
    at = end;
  }
  return months;
}
