import { expect, it } from "vitest";
import { rule, saidBy } from "../testing.ts";

const airGappedVaultArn = "arn:aws:backup:eu-west-1:123456789012:backup-vault:gap";
const said = (advancedDynamoDb: boolean, changes: Parameters<typeof rule>[0]) =>
  saidBy("copies-need-advanced-dynamodb", {
    assumptions: { advancedDynamoDb },
    rules: { daily: rule(changes) },
  });

it("refuses copies without the advanced features", () => {
  const copies = [{ to: { kind: "region", region: "eu-west-1" }, keepDays: 35 } as const];
  expect(said(false, { copies })).toEqual([
    'rules.daily.copies.0 is {"kind":"region","region":"eu-west-1"}; allowed: nothing, unless assumptions.advancedDynamoDb is true',
  ]);
  expect(said(true, { copies })).toEqual([]);
});

it("refuses an air-gapped vault without them", () => {
  expect(said(false, { airGappedVaultArn })).toEqual([
    `rules.daily.airGappedVaultArn is "${airGappedVaultArn}"; allowed: nothing, unless assumptions.advancedDynamoDb is true`,
  ]);
  expect(said(true, { airGappedVaultArn })).toEqual([]);
});

it("asks nothing of a policy without copies", () => {
  expect(said(false, {})).toEqual([]);
});
