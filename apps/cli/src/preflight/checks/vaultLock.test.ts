import { complianceLock, governanceLock, noLock, vaultAccessPolicy } from "@holdfast/backup-policy";
import { describe, expect, it } from "vitest";
import { admin, look, raise, text, vault, vaultOf } from "../testing.ts";

describe("the vault's lock", () => {
  const locked = (changes: object) => ({
    ListBackupVaults: () => ({
      BackupVaultList: [
        vaultOf(undefined, { Locked: true, MinRetentionDays: 7, MaxRetentionDays: 400, ...changes }),
      ],
    }),
  });
  const governance = governanceLock({ minDays: 7, maxDays: 400 });
  const policyOn = (lock: Parameters<typeof vaultAccessPolicy>[1]) => ({
    GetBackupVaultAccessPolicy: () => ({ Policy: JSON.stringify(vaultAccessPolicy(admin, lock)) }),
  });

  it("is the policy's", async () => {
    const on = { ...locked({}), ...policyOn({ kind: "governance", minDays: 7, maxDays: 400 }) };
    expect((await look({ vault: vault({ lock: governance }) }, on)).code).toBe(0);
  });

  it.each([
    ["put on", noLock(), governance, {}],
    ["taken off", governance, noLock(), locked({})],
    ["given other bounds", governance, governanceLock({ minDays: 7, maxDays: 401 }), locked({})],
  ])(
    "isn't %s by whoever deploys, and it says how BackupAdmin lets it",
    async (_, before, after, answers) => {
      const { code, broken } = await look({ vault: vault({ lock: after }) }, answers);

      expect(code, JSON.stringify(before)).toBe(1);
      expect(broken).toEqual([text("vault.lock\n")]);
      expect(broken[0]).toContain(`aws sts assume-role --role-arn ${admin}`);
      expect(broken[0]).toContain("aws backup delete-backup-vault-access-policy --region eu-west-1");
    },
  );

  it("is changed by the deploy once BackupAdmin has taken the vault's policy off", async () => {
    const { code, told } = await look(
      { vault: vault({ lock: governance }) },
      { GetBackupVaultAccessPolicy: raise("ResourceNotFoundException") },
    );

    expect(code).toBe(0);
    expect(told).toEqual([text("a deploy of another lock can change it.")]);
  });

  it("is changed by nobody once it is final", async () => {
    const { code, broken } = await look(
      { vault: vault({ lock: governance }) },
      locked({ LockDate: new Date("2026-11-20") }),
    );

    expect(code).toBe(1);
    expect(broken[0]).toContain("Since 2026-11-20 nobody can change it, AWS neither.");
    expect(broken[0]).toContain("Say in the policy what the vault has");
  });

  it("may be a compliance lock that is not final yet", async () => {
    const lock = complianceLock({
      minDays: 7,
      maxDays: 400,
      coolingOffDays: 14,
      acknowledged: { by: "Jane Doe", on: "2026-11-22" },
    });
    const { code } = await look(
      { vault: vault({ lock }) },
      {
        ...locked({ LockDate: new Date("2026-12-01") }),
        ...policyOn({ kind: "compliance", minDays: 7, maxDays: 400, coolingOffDays: 14 }),
      },
    );
    expect(code).toBe(0);
  });
});
