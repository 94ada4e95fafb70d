import { expect, it } from "vitest";
import { definePolicy } from "../define-policy.ts";
import { toAccount, toRegion, toVault } from "../rules/copies.ts";
import { days } from "../rules/duration.ts";
import { policyInput, rule } from "../testing.ts";
import { copyTargets } from "./copy-targets.ts";
import { backupAdminArnOf, vaultNameOf } from "./names.ts";

const here = { partition: "aws", region: "us-east-1", account: "123456789012" };
const stage = "s".repeat(38);

it("names a stage's vault and its BackupAdmin", () => {
  const name = vaultNameOf({ stage: "prod", policy: definePolicy(policyInput()) });
  expect(name).toBe("prod-holdfast");
  expect(backupAdminArnOf(here, name)).toBe("arn:aws:iam::123456789012:role/prod-holdfast-BackupAdmin");
});

it("refuses a name that AWS Backup doesn't take", () => {
  const policy = definePolicy(policyInput());
  expect(vaultNameOf({ stage, policy })).toHaveLength(47);
  expect(() => vaultNameOf({ stage: `${stage}s`, policy })).toThrow(
    "has 48 characters; AWS Backup takes 47, with room for a selection's number: shorten the stage's name or the policy's vault.name.",
  );
});

it("finds each vault that is copied to once, and says which are the policy's own", () => {
  const keep = { keep: days(35) };
  const arn = "arn:aws:backup:us-west-2:123456789012:backup-vault:far";
  const copies = [
    toRegion("eu-west-1", keep),
    toRegion("eu-west-1", keep),
    toAccount("210987654321", { region: "us-east-1", vault: "archive", ...keep }),
    toVault(arn, keep),
  ];
  const assumptions = { advancedDynamoDb: true, sameOrganization: true };
  const policy = definePolicy(policyInput({ rules: { daily: rule({ copies }) }, assumptions }));
  expect(copyTargets(here, policy, "prod-holdfast")).toEqual([
    {
      arn: "arn:aws:backup:eu-west-1:123456789012:backup-vault:prod-holdfast",
      region: "eu-west-1",
      account: "123456789012",
      isOwn: true,
    },
    {
      arn: "arn:aws:backup:us-east-1:210987654321:backup-vault:archive",
      region: "us-east-1",
      account: "210987654321",
      isOwn: false,
    },
    { arn, region: "us-west-2", account: "123456789012", isOwn: false },
  ]);
});
