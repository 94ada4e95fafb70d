import { InvalidArgumentError } from "commander";

const units: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `5m`, or an instant in ISO 8601: gives from when on, as it is asked `now`. */
export function since(value: string): (now: Date) => Date {
  const [, count, unit] = /^(\d+)(s|m|h|d)$/.exec(value.trim()) ?? [];
  if (count && unit) return (now) => new Date(now.getTime() - Number(count) * units[unit]!);
  const instant = new Date(value);
  if (/^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(instant.getTime())) return () => instant;
  throw new InvalidArgumentError(
    "It has to be like 30s, 5m, 2h or 1d, or an instant like 2026-01-31T12:00:00Z.",
  );
}
