const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A number and what it counts: `1 day`, `35 days`. */
export function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

/** A share of all: `5 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 1e6) / 1e4} %`;
}

/** A length of time in the units people use: `27 hours`, `31 days`, `2 days and 1 hour`. */
export function duration(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY);
  const hours = Math.floor((milliseconds % DAY) / HOUR);
  const minutes = Math.ceil((milliseconds % HOUR) / MINUTE);
  if (days < 2 && minutes === 0) return count(days * 24 + hours, "hour");
  const parts = [
    days && count(days, "day"),
    hours && count(hours, "hour"),
    minutes && count(minutes, "minute"),
  ];
  return list(parts.filter((part) => typeof part === "string")) || "no time";
}

/** `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
