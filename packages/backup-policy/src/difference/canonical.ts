/** The same text for the same value, whatever the order of its fields. */
export const canonical = (value: unknown): string => JSON.stringify(value, sortedFields) ?? "";

const sortedFields = (_: string, value: unknown): unknown =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
