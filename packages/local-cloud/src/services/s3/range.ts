import type { Range } from "./contents.ts";
import { s3Error } from "./errors.ts";

/**
 * The bytes that a Range header asks for; undefined for all of them. One that isn't understood is as if it weren't
 * there, as RFC 9110 has it. Throws InvalidRange where it begins behind the end.
 */
export function rangeOf(header: string | undefined, size: number): Range | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const length = Math.min(Number(last), size);
    if (length === 0) throw unsatisfiable(header!, size);
    return { first: size - length, last: size - 1 };
  }
  if (last !== "" && Number(last) < Number(first)) return undefined;
  if (Number(first) >= size) throw unsatisfiable(header!, size);
  return { first: Number(first), last: Math.min(last === "" ? size : Number(last), size - 1) };
}

const unsatisfiable = (RangeRequested: string, ActualObjectSize: number) =>
  s3Error("InvalidRange", "The requested range is not satisfiable", {
    RangeRequested,
    ActualObjectSize,
    headers: { "content-range": `bytes */${ActualObjectSize}` },
  });
