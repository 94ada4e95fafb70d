import { describe, expect, it } from "vitest";
import { calculated, type Lifecycle, requireValid } from "./lifecycle.ts";

const start = new Date("2026-01-31T05:00:00Z");

describe("a lifecycle", () => {
  it("counts days of 24 hours from the point's creation", () => {
    expect(calculated({ MoveToColdStorageAfterDays: 30, DeleteAfterDays: 365 }, start)).toEqual({
      moveAt: new Date("2026-03-02T05:00:00Z"),
      deleteAt: new Date("2027-01-31T05:00:00Z"),
    });
  });

  it.each([[undefined], [{}], [{ DeleteAfterDays: -1, MoveToColdStorageAfterDays: -1 }]])(
    "keeps for ever: %j",
    (lifecycle) => {
      expect(calculated(lifecycle, start)).toEqual({ moveAt: undefined, deleteAt: undefined });
    },
  );

  it.each<[Lifecycle]>([
    [{ DeleteAfterDays: 1 }],
    [{ DeleteAfterDays: 36_500 }],
    [{ MoveToColdStorageAfterDays: 1, DeleteAfterDays: 91 }],
    [{ MoveToColdStorageAfterDays: 30 }],
    [{ MoveToColdStorageAfterDays: 30, DeleteAfterDays: -1 }],
  ])("is valid: %j", (lifecycle) => {
    expect(() => requireValid(lifecycle)).not.toThrow();
  });

  it.each<[Lifecycle, string]>([
    [{ DeleteAfterDays: 0 }, "DeleteAfterDays cannot be less than 1 or more than 36500 days"],
    [{ DeleteAfterDays: 36_501 }, "DeleteAfterDays cannot be less than 1 or more than 36500 days"],
    [{ DeleteAfterDays: 1.5 }, "DeleteAfterDays cannot be less than 1 or more than 36500 days"],
    [
      { MoveToColdStorageAfterDays: 1, DeleteAfterDays: 90 },
      "DeleteAfterDays cannot be less than 90 days apart",
    ],
  ])("is refused: %j", (lifecycle, message) => {
    expect(() => requireValid(lifecycle, "Error in rule daily : ")).toThrow(
      `Error in rule daily : Invalid lifecycle. ${message}`,
    );
  });
});
