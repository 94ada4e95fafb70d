import { readdirSync, readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { cloud } from "../testing/cloud.ts";

vi.mock("../services.ts", () => ({ services: () => cloud().services }));

const files = readdirSync(import.meta.dirname).filter((file) => !file.endsWith(".test.ts"));

test.each(files)("keeps %s a doorway: short, and strict about what enters", async (file) => {
  const { handler } = await import(`./${file}`);
  await expect(handler({ unexpected: true })).rejects.toThrow("The event is not as expected");
  expect(readFileSync(`${import.meta.dirname}/${file}`, "utf8").split("\n").length).toBeLessThanOrEqual(30);
});
