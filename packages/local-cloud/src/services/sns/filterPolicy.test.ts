import { expect, test } from "vitest";
import { filterPolicy } from "./filterPolicy.ts";

const fits = (value: string, policy: Record<string, unknown> = { State: ["FAILED"] }) =>
  filterPolicy(
    policy,
    "MessageAttributes",
  )({
    body: "",
    attributes: { State: { type: "String.Array", value } },
  });

test("fits an attribute that is a list with any of its members", () => {
  expect(fits('["FAILED","ABORTED"]')).toBe(true);
  expect(fits('["ABORTED"]')).toBe(false);
});

test("fits nothing with a list that is none", () => {
  expect(fits("FAILED")).toBe(false);
  expect(fits("[FAILED")).toBe(false);
  expect(fits('"FAILED"')).toBe(false);
});
