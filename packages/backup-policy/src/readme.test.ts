import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import example from "../example/policy.ts";
import { definePolicy } from "./define-policy.ts";
import { laws } from "./laws/index.ts";

const read = (path: string) => readFileSync(`${import.meta.dirname}/../${path}`, "utf8");
const readme = read("README.md");

it("opens with ten lines that are a policy", () => {
  const [, block] = readme.match(/```ts\n([^`]*)```/) ?? [];
  expect(block).toBe(read("example/policy.ts"));
  expect(block?.trimEnd().split("\n")).toHaveLength(10);
  expect(definePolicy(example)).toEqual(example);
});

it("lists every law and no other", () => {
  const rows = readme
    .split("\n")
    .filter((line) => line.startsWith("| [`"))
    .map((row) => row.split("|").map((cell) => cell.trim()));
  expect(rows).toEqual(
    Object.entries(laws).map(([name, { says, severity, source }]) => {
      return ["", `[\`${name}\`](${source})`, says, severity === "warning" ? "told" : "refused", ""];
    }),
  );
});
