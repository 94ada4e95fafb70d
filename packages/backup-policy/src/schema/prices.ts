import * as v from "valibot";
import { PRICES } from "../prices.ts";
import { CalendarDate, text } from "./values.ts";

const price = (unit: string) => {
  const allowed = `a price in dollars per ${unit}, 0 or more`;
  return v.pipe(v.number(allowed), v.minValue(0, allowed));
};

/** Prices a team overrides, with their date and where they are from; the rest is AWS's for us-east-1. */
export const Prices = v.strictObject({
  on: v.optional(CalendarDate, PRICES.on),
  source: v.optional(text("where the prices are from", /\S/), PRICES.source),
  warmPerGbMonth: v.optional(price("GB-month"), PRICES.warmPerGbMonth),
  coldPerGbMonth: v.optional(price("GB-month"), PRICES.coldPerGbMonth),
  continuousPerGbMonth: v.optional(price("GB-month"), PRICES.continuousPerGbMonth),
  restoreWarmPerGb: v.optional(price("GB"), PRICES.restoreWarmPerGb),
  restoreColdPerGb: v.optional(price("GB"), PRICES.restoreColdPerGb),
  copyPerGb: v.optional(price("GB"), PRICES.copyPerGb),
  restoreTest: v.optional(price("recovery point"), PRICES.restoreTest),
  tablePerGbMonth: v.optional(price("GB-month"), PRICES.tablePerGbMonth),
  keyPerMonth: v.optional(price("month"), PRICES.keyPerMonth),
});

export type Prices = v.InferOutput<typeof Prices>;
