/** AppSync's resolvers write createdAt and updatedAt as ISO 8601 text: milliseconds since 1970, or undefined. */
export function timeOf(attribute: object | undefined): number | undefined {
  const text: unknown = attribute && "S" in attribute ? attribute.S : undefined;
  const milliseconds = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
