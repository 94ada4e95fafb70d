const HOUR = 1 / 24;

/** The ages, in days, that an axis names. Months are of 30 days and years of 365, as in policies. */
const NAMED: readonly [days: number, name: string][] = [
  [HOUR, "1 hour"],
  [6 * HOUR, "6 hours"],
  [1, "1 day"],
  [7, "1 week"],
  [30, "1 month"],
  [90, "3 months"],
  [365, "1 year"],
  [1095, "3 years"],
  [3650, "10 years"],
  [10_950, "30 years"],
  [36_500, "100 years"],
];

/** The youngest age that is told apart. */
export const YOUNGEST = HOUR;

/** The ages to name on an axis that ends at so many days. */
export function namedAges(oldest: number): [days: number, name: string][] {
  return NAMED.filter(([days]) => days <= oldest);
}
