import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const dependencies = (file: string) =>
  Object.keys(JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")).dependencies);
const root = dependencies("../package.json");

// SST bundles sst.config.ts with the stacks, and leaves out what the workspace's own package.json lists.

it("leaves out what can't be bundled: libraries with files of their own", () => {
  const libraries = dependencies("package.json").filter((name) => !name.startsWith("@holdfast/"));
  expect(root).toEqual(expect.arrayContaining(libraries));
});

it("bundles the workspace's packages: Node can't load their TypeScript from node_modules", () => {
  expect(root.filter((name) => name.startsWith("@holdfast/"))).toEqual([]);
});
