import { days, toRegion, toVault } from "@holdfast/backup-policy";
import { describe, expect, it } from "vitest";
import { arnOf, dailyRule, key, look, raise, text, vault, vaultOf } from "../testing.ts";

describe("a copy", () => {
  const copying = (...copies: ReturnType<typeof toRegion>[]) => ({ rules: { daily: dailyRule({ copies }) } });
  const far = toRegion("eu-north-1", { keep: days(90) });
  const farVault = (changes: object = {}) => ({
    ListBackupVaults: ({ region }: Record<string, unknown>) => ({
      BackupVaultList: [
        region
          ? vaultOf(undefined, { BackupVaultArn: arnOf("test-holdfast", "eu-north-1"), ...changes })
          : vaultOf(),
      ],
    }),
  });

  it("goes to a vault of its Region that is there", async () => {
    expect((await look(copying(far), farVault())).code).toBe(0);
  });

  it("would fail where there is none", async () => {
    // The local cloud answers for one Region, whichever it is asked.
    const { code, broken } = await look(copying(far));

    expect(code).toBe(1);
    expect(broken).toEqual([text(`There is no vault ${arnOf("test-holdfast", "eu-north-1")}.`)]);
    expect(broken[0]).toContain(
      "aws backup create-backup-vault --region eu-north-1 --backup-vault-name test-holdfast",
    );
  });

  it("waits for the key that the first deploy makes, where the key is one of several Regions", async () => {
    const multi = { vault: vault({ key: { multiRegion: true } }), ...copying(far) };
    const first = await look(multi, {
      DescribeStacks: raise("ValidationError", "Stack does not exist"),
      GetRole: raise("NoSuchEntityException"),
      ListBackupVaults: () => ({ BackupVaultList: [] }),
    });
    expect(first.code).toBe(0);
    expect(first.told[0]).toContain("Make it after this deploy, before the rule is due:");

    const multiKey = { DescribeKey: () => ({ KeyMetadata: { KeyState: "Enabled", MultiRegion: true } }) };
    const later = await look(multi, multiKey);
    expect(later.code).toBe(1);
    expect(later.broken[0]).toContain(
      `aws kms replicate-key --region eu-west-1 --key-id ${key} --replica-region eu-north-1`,
    );
    expect(later.broken[0]).toContain(`--encryption-key-arn ${key.replace("eu-west-1", "eu-north-1")}`);
  });

  it("would fail in another account's vault Default, whose key is AWS's own", async () => {
    const other = toVault("arn:aws:backup:eu-west-1:210987654321:backup-vault:Default", { keep: days(90) });
    const { code, broken } = await look(copying(other), {
      DescribeGlobalSettings: () => ({ GlobalSettings: { isCrossAccountBackupEnabled: "true" } }),
    });
    expect(code).toBe(1);
    expect(broken).toEqual([text("is another account's Default")]);
  });

  it.each([89, 91])("would fail in a vault whose lock is for %d days", async (only) => {
    const lock = { Locked: true, MinRetentionDays: only, MaxRetentionDays: only };
    const { broken } = await look(copying(far), farVault(lock));
    expect(broken).toEqual([text("rules.daily.copies.0.keepDays\n")]);
  });

  it("would fail where the key there is disabled", async () => {
    const { broken } = await look(copying(far), {
      ...farVault(),
      DescribeKey: ({ region }) => ({
        KeyMetadata: { KeyState: region ? "Disabled" : "Enabled", MultiRegion: false },
      }),
    });
    expect(broken).toEqual([text("rules.daily.copies.0\n")]);
    expect(broken[0]).toContain("aws kms enable-key --region eu-north-1");
  });
});
