import { days, toAccount } from "@holdfast/backup-policy";
import { expect, it } from "vitest";
import { dailyRule, look, raise, text } from "../testing.ts";

const away = {
  rules: {
    daily: dailyRule({
      copies: [toAccount("210987654321", { region: "eu-west-1", vault: "archive", keep: days(90) })],
    }),
  },
  assumptions: { advancedDynamoDb: true, sameOrganization: true },
};

it("needs an organization with cross-account backup on, for copies to another account", async () => {
  const settings = (isCrossAccountBackupEnabled: string) => ({
    DescribeGlobalSettings: () => ({ GlobalSettings: { isCrossAccountBackupEnabled } }),
  });
  const on = await look(away, settings("true"));
  expect(on.code).toBe(0);
  expect(on.told).toEqual([text("another account's: whether it is there")]);

  const off = await look(away, settings("false"));
  expect(off.broken).toEqual([text("assumptions.sameOrganization\n")]);
  expect(off.broken[0]).toContain(
    "aws backup update-global-settings --global-settings isCrossAccountBackupEnabled=true",
  );

  const alone = await look(away, { DescribeGlobalSettings: raise("InvalidRequestException") });
  expect(alone.broken).toEqual([text("is in no organization")]);
});
