import { expect, test } from "vitest";
import { windowOf } from "./window.ts";

const at = (time: string) => new Date(`2026-03-01T${time}.000Z`);

test("reaches a minute to both sides of a backup, as DynamoDB says it", () => {
  expect(windowOf({ createdAt: at("14:25:00") }, 60)).toEqual({ from: at("14:24:00"), to: at("14:26:00") });
});

test("reaches from the job's beginning to its completion", () => {
  const dates = { createdAt: at("05:10:00"), initiatedAt: at("05:00:00"), completedAt: at("06:00:00") };
  expect(windowOf(dates, 60)).toEqual({ from: at("04:59:00"), to: at("06:01:00") });
});
