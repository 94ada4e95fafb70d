import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { statementsOf } from "../policy.ts";
import { type AwsManagedPolicy, awsManagedPolicies } from "./registry.ts";

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".json"));

describe.each(files)("%s", (file) => {
  const policy: AwsManagedPolicy = JSON.parse(readFileSync(`${import.meta.dirname}/${file}`, "utf8"));

  it("is in the registry under its ARN, which ends in the file's name", () => {
    expect(policy.arn.endsWith(`/${file.replace(".json", "")}`)).toBe(true);
    expect(awsManagedPolicies.get(policy.arn)?.document).toEqual(policy.document);
  });

  it("says where AWS publishes it, and can be read", () => {
    expect(policy.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/aws-managed-policy\//);
    expect(statementsOf({ name: file, document: policy.document }).length).toBeGreaterThan(0);
  });
});
