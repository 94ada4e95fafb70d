import { expect, test } from "vitest";
import { inDependencyOrder, readAssembly } from "./assembly.ts";

test("puts each after those it depends on", () => {
  const order = inDependencyOrder(
    new Map([
      ["web", ["api", "auth"]],
      ["api", ["auth"]],
      ["auth", ["AWS::Region"]],
    ]),
  );

  expect(order).toEqual(["auth", "api", "web"]);
});

test("refuses a circle and names it", () => {
  expect(() =>
    inDependencyOrder(
      new Map([
        ["a", ["b"]],
        ["b", ["c"]],
        ["c", ["b"]],
      ]),
    ),
  ).toThrow("b → c → b");
});

test("refuses a folder without an assembly and says what to do", async () => {
  await expect(readAssembly("/nonexistent")).rejects.toThrow("synthesize the stacks first");
});
