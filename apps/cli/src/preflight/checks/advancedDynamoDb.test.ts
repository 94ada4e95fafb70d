import { describe, expect, it } from "vitest";
import { look, text } from "../testing.ts";

describe("the advanced features", () => {
  it.each([
    ["aren't opted in", { ResourceTypeManagementPreference: { DynamoDB: true } }],
    ["are off", { ResourceTypeOptInPreference: { DynamoDB: true } }],
    [
      "were turned off",
      {
        ResourceTypeOptInPreference: { DynamoDB: true },
        ResourceTypeManagementPreference: { DynamoDB: false },
      },
    ],
  ])("are missed where they %s, with the command that turns them on", async (_, settings) => {
    const { code, broken } = await look({}, { DescribeRegionSettings: () => settings });

    expect(code).toBe(1);
    expect(broken).toEqual([text("assumptions.advancedDynamoDb\n")]);
    expect(broken[0]).toContain(
      "aws backup update-region-settings --region eu-west-1 --resource-type-opt-in-preference DynamoDB=true --resource-type-management-preference DynamoDB=true",
    );
  });

  it("are missed in the policy where they are on", async () => {
    const { code, broken } = await look({ assumptions: { advancedDynamoDb: false } });

    expect(code).toBe(1);
    expect(broken[0]).toContain("Say assumptions.advancedDynamoDb: true in the policy");
  });

  it("aren't missed where the policy does without them, but the opt-in is", async () => {
    const without = { assumptions: { advancedDynamoDb: false } };
    const optedIn = { ResourceTypeOptInPreference: { DynamoDB: true } };

    expect((await look(without, { DescribeRegionSettings: () => optedIn })).code).toBe(0);
    expect((await look(without, { DescribeRegionSettings: () => ({}) })).broken[0]).toContain("Opt in");
  });
});
