import { type Conformity, mergeConformity } from "../model/conformity.ts";
import * as bytes from "../sketch/bytes.ts";
import type { Sketch } from "../sketch/sketch.ts";

/** What a scan leaves of the items it read: a few kilobytes to a few megabytes, and none of their contents. */
export interface ScanSummary {
  sketch: Sketch;
  /** Absent when the items weren't held against a schema. */
  conformity?: Conformity;
}

/** Adds the summaries of a table's other parts to the first, which is changed. In any order and grouping the result is the same. */
export function mergeSummaries([first, ...others]: readonly ScanSummary[]): ScanSummary {
  if (!first) throw new Error("A table's scan left no summary: nothing is known of its items.");
  for (const { sketch } of others) first.sketch.merge(sketch);
  const parts = [first, ...others].flatMap(({ conformity }) => conformity ?? []);
  return { sketch: first.sketch, ...(parts.length > 0 && { conformity: mergeConformity(parts) }) };
}

/** A summary as one file: the length of its JSON, the JSON, the sketch. */
export function summaryToBytes({ sketch, conformity }: ScanSummary): Buffer {
  const json = Buffer.from(JSON.stringify(conformity ?? null));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json, bytes.toBytes(sketch)]);
}

/** Throws when the bytes aren't a whole summary. */
export function summaryFromBytes(file: Uint8Array): ScanSummary {
  const buffer = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const end = buffer.length < 4 ? Number.POSITIVE_INFINITY : 4 + buffer.readUInt32BE();
  if (end > buffer.length) throw new Error("These bytes are not a scan's summary: they end too early.");
  const conformity = JSON.parse(buffer.subarray(4, end).toString()) as Conformity | null;
  return { sketch: bytes.fromBytes(buffer.subarray(end)), ...(conformity && { conformity }) };
}
