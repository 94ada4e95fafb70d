import { vaultAccessPolicy } from "@holdfast/backup-policy";
import { describe, expect, it } from "vitest";
import { admin, look, raise, text } from "../testing.ts";

describe("the vault's policy", () => {
  it("is the same in another order, and with lists of one", async () => {
    const { Version, Statement } = vaultAccessPolicy(admin, { kind: "none" });
    const [{ Action, Condition, ...rest } = { Action: [], Condition: {} }] = Statement;
    const other = {
      Statement: {
        Condition: { ArnNotEquals: { "aws:PrincipalArn": [admin] } },
        Action: [...Action].reverse(),
        ...rest,
      },
      Version,
    };
    const { code } = await look(
      {},
      { GetBackupVaultAccessPolicy: () => ({ Policy: JSON.stringify(other) }) },
    );
    expect(code).toBe(0);
  });

  it("is another one where somebody changed it, which no deploy changes back", async () => {
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    const { code, broken } = await look({}, { GetBackupVaultAccessPolicy: () => ({ Policy }) });

    expect(code).toBe(1);
    expect(broken).toEqual([text("vault\n")]);
  });

  it("is told to be off, with the command that puts it on", async () => {
    const { code, told } = await look({}, { GetBackupVaultAccessPolicy: raise("ResourceNotFoundException") });

    expect(code).toBe(0);
    expect(told[0]).toContain("aws backup put-backup-vault-access-policy");
    expect(told[0]).toContain(JSON.stringify(vaultAccessPolicy(admin, { kind: "none" })));
  });
});
