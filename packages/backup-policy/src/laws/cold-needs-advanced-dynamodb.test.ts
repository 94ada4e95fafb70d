import { expect, it } from "vitest";
import { rule, saidBy } from "../testing.ts";

const said = (advancedDynamoDb: boolean, coldAfterDays?: number) => {
  const copies = [{ to: { kind: "region", region: "eu-west-1" }, keepDays: 365, coldAfterDays }] as const;
  return saidBy("cold-needs-advanced-dynamodb", {
    assumptions: { advancedDynamoDb },
    rules: { monthly: rule({ keepDays: 365, coldAfterDays, copies: [...copies] }) },
  });
};

it("refuses cold storage that AWS would silently ignore, for points and copies", () => {
  const allowed = "allowed: nothing, unless assumptions.advancedDynamoDb is true";
  expect(said(false, 30)).toEqual([
    `rules.monthly.coldAfterDays is 30; ${allowed}`,
    `rules.monthly.copies.0.coldAfterDays is 30; ${allowed}`,
  ]);
});

it("takes cold storage with the advanced features, and none without", () => {
  expect(said(true, 30)).toEqual([]);
  expect(said(false)).toEqual([]);
});
