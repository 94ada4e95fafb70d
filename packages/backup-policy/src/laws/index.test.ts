import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkPolicy } from "../check-policy.ts";
import { policyInput } from "../testing.ts";
import { laws } from "./index.ts";

describe.each(Object.entries(laws))("%s", (name, law) => {
  it("stands in a file of its own with its test, a sentence and AWS's word for it", () => {
    expect(existsSync(`${import.meta.dirname}/${name}.ts`)).toBe(true);
    expect(existsSync(`${import.meta.dirname}/${name}.test.ts`)).toBe(true);
    expect(law.says).toMatch(/^[A-Z].*\.$/);
    expect(law.source).toMatch(/^https:\/\/((docs\.)?aws\.amazon\.com|repost\.aws)\//);
  });
});

it("finds nothing to say against a policy that can work", () => {
  expect(checkPolicy(policyInput(), { today: "2026-11-22" })).toEqual([]);
});
