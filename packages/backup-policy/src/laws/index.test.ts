import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { laws } from "./index.ts";

describe.each(Object.entries(laws))("%s", (name, law) => {
  it("stands in a file of its own with its test and AWS's word for it", () => {
    expect(existsSync(`${import.meta.dirname}/${name}.ts`)).toBe(true);
    expect(existsSync(`${import.meta.dirname}/${name}.test.ts`)).toBe(true);
    expect(law.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});
