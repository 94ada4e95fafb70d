import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checks } from "./index.ts";

describe.each(Object.entries(checks))("%s", (name, { says, source, field, actions }) => {
  it("stands in a file of its own with its test, a sentence, AWS's word for it, and the permissions it takes", () => {
    expect(existsSync(`${import.meta.dirname}/${name}.ts`)).toBe(true);
    expect(existsSync(`${import.meta.dirname}/${name}.test.ts`)).toBe(true);
    expect(says).toMatch(/^[A-Z].*\.$/);
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(field).toMatch(/^[a-z]/);
    // A preflight changes nothing.
    for (const action of actions) expect(action).toMatch(/^[a-z]+:(Describe|Get|List)\w+$/);
  });
});
