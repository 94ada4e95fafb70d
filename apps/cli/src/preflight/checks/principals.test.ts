import { describe, expect, it } from "vitest";
import { account, look, raise, text, vault } from "../testing.ts";

describe("a principal", () => {
  const named = (principals: string[]) => ({ vault: vault({ backupAdmin: { principals } }) });
  const jane = `arn:aws:iam::${account}:user/team/jane`;

  it("is there", async () => {
    const { code, asked } = await look(named([jane]), { GetUser: () => ({ User: { Arn: jane } }) });
    expect(code).toBe(0);
    expect(asked).toContainEqual({ name: "GetUser", input: { UserName: "jane" } });
  });

  it("that isn't there, or under another path, keeps IAM from taking the policy", async () => {
    const role = `arn:aws:iam::${account}:role/operators`;
    const { code, broken } = await look(named([jane, role]), {
      GetUser: () => ({ User: { Arn: `arn:aws:iam::${account}:user/jane` } }),
      GetRole: raise("NoSuchEntityException"),
    });
    expect(code).toBe(1);
    expect(broken).toEqual([
      text("vault.backupAdmin.principals.0\n"),
      text("There is no role operators in the account"),
    ]);
  });

  it("of another account can't be seen, which is told", async () => {
    const { code, told } = await look(named(["arn:aws:iam::210987654321:role/auditor"]));
    expect(code).toBe(0);
    expect(told).toEqual([text("another account's")]);
  });
});
