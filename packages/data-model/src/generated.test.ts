import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../generate.ts";

const folder = join(import.meta.dirname, "generated");

test("the generated operations and types are those of schema.graphql (npm run generate -w packages/data-model)", async () => {
  const files = await generate();

  expect(await readdir(folder)).toEqual(Object.keys(files).sort());
  for (const [name, text] of Object.entries(files)) {
    expect(await readFile(join(folder, name), "utf8"), name).toBe(text);
  }
}, 30_000);
