import { expect, test } from "vitest";
import { dateAt } from "./cloudDate.mjs";

const now = Date.UTC(2030, 0, 1);
const CloudDate = dateAt(() => now);

test("shows the given time wherever a program asks for the time", () => {
  expect(CloudDate.now()).toBe(now);
  expect(new CloudDate().getTime()).toBe(now);
  expect(CloudDate()).toBe(new Date(now).toString());
});

test("leaves dates that a program names as they are", () => {
  expect(new CloudDate(5).getTime()).toBe(5);
  expect(new CloudDate("2026-11-25T00:00:00Z").toISOString()).toBe("2026-11-25T00:00:00.000Z");
  expect(new CloudDate(2026, 10, 25).getTime()).toBe(new Date(2026, 10, 25).getTime());
  expect(CloudDate.UTC(2026, 10)).toBe(Date.UTC(2026, 10));
  expect(CloudDate.parse("2026-11-25")).toBe(Date.parse("2026-11-25"));
});

test("makes dates like any other, and can be extended", () => {
  class Deadline extends CloudDate {}
  expect(new CloudDate()).toBeInstanceOf(Date);
  expect(new Date()).toBeInstanceOf(CloudDate);
  expect(new Deadline()).toBeInstanceOf(Deadline);
  expect(new Deadline().getTime()).toBe(now);
});
