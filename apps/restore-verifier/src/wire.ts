import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "@holdfast/restore-check";

/** A key or item as it came over the wire, for the SDK: binary, base64 text there, is bytes here. */
export function fromWire(item: Item): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(item as Record<string, { B?: unknown }>).map(([name, value]) => [
      name,
      (typeof value.B === "string" ? { B: Buffer.from(value.B, "base64") } : value) as AttributeValue,
    ]),
  );
}
