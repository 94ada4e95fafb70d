import { StatesError } from "../asl/errors.ts";
import type { Json } from "../asl/json.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const mostDataBytes = 262_144;
export const mostHistoryEvents = 25_000;

export function requireSize(value: Json, what: string): void {
  if (Buffer.byteLength(JSON.stringify(value)) > mostDataBytes)
    throw new StatesError(
      "States.DataLimitExceeded",
      `${what} returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
}
