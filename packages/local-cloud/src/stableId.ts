import { createHash } from "node:crypto";

const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

/** `length` letters and digits that depend on `text` alone, so that a resource keeps its id from start to start. */
export function stableId(text: string, length: number): string {
  const bytes = createHash("sha512").update(text).digest();
  return Array.from({ length }, (_, index) => alphabet[bytes[index % bytes.length]! % alphabet.length]).join(
    "",
  );
}

/** A UUID that depends on `text` alone. */
export function stableUuid(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
