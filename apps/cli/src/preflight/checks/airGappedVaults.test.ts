import { describe, expect, it } from "vitest";
import { arnOf, dailyRule, look, text, vaultOf } from "../testing.ts";

describe("an air-gapped vault", () => {
  const airGappedVault = arnOf("gap");
  const rules = { rules: { daily: dailyRule({ airGappedVault }) } };
  const gap = (changes: object) => ({
    ListBackupVaults: () => ({
      BackupVaultList: [
        vaultOf(),
        vaultOf("gap", {
          VaultType: "LOGICALLY_AIR_GAPPED_BACKUP_VAULT",
          VaultState: "AVAILABLE",
          Locked: true,
          MinRetentionDays: 7,
          MaxRetentionDays: 35,
          ...changes,
        }),
      ],
    }),
  });

  it("is there, air-gapped, and keeps points that long", async () => {
    expect((await look(rules, gap({}))).code).toBe(0);
  });

  it.each([
    ["isn't air-gapped", gap({ VaultType: "BACKUP_VAULT" })],
    ["is CREATING", gap({ VaultState: "CREATING" })],
    ["is from 7 to 34 days", gap({ MaxRetentionDays: 34 })],
    ["There is no vault", {}],
  ])("is refused: %s", async (what, answers) => {
    const { code, broken } = await look(rules, answers);
    expect(code).toBe(1);
    expect(broken).toEqual([text(what)]);
  });

  it("is refused in another Region", async () => {
    const airGappedVault = arnOf("gap", "eu-north-1");
    const { broken } = await look({ rules: { daily: dailyRule({ airGappedVault }) } });
    expect(broken).toEqual([text("is in eu-north-1 of the account")]);
  });
});
